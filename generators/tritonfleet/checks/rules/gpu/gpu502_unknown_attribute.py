"""GPU502: selectors read what the DRA driver publishes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import NVIDIA
from tritonfleet.checks.gpu.hints import did_you_mean
from tritonfleet.checks.gpu.selectors import of_nvidia, published
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in of_nvidia(world):
        names = published()
        attribute = one.what == "attributes"
        known = names.has_attribute(one.name) if attribute else names.has_capacity(one.name)
        if known or one.guarded:
            continue
        hint = _hint(one.name, attribute=attribute)
        # A newer driver may publish more: without a reason to doubt, the name may be right.
        severity = None if hint else Severity.WARNING
        message = f"`{one.name}` is no {'attribute' if attribute else 'capacity'} of NVIDIA's devices"
        yield Breach(one.resource, one.path, message, hint, severity)


def _hint(name: str, *, attribute: bool) -> str:
    names = published()
    if attribute and name in names.withdrawn:
        return f"the driver does not publish it since {names.withdrawn[name]}; select by uuid or productName"
    if attribute and names.has_capacity(name):
        return f"read device.capacity['{NVIDIA}'].{name}"
    if not attribute and names.has_attribute(name):
        return f"read device.attributes['{NVIDIA}'].{name}"
    every = {one for kind in names.attributes.values() for one in kind} if attribute else names.capacities
    return did_you_mean(name, every)


RULE = Rule(
    id="GPU502",
    title="A selector reads what NVIDIA's devices do not have",
    severity=Severity.ERROR,
    why="Reading a name that a device does not have is an error in CEL, and the scheduler gives up on the "
    "claim: the pod stays Pending, and its events say `CEL runtime error: … no such key`. Memory is a "
    "capacity, not an attribute, and `index` and `minor` are gone since release 25.8.",
    fix="read an attribute or capacity that `kubectl get resourceslices -o yaml` shows",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/reference/resourceslice-attributes.md",
        "kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/deviceinfo.go",
    ),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly:
          deviceClassName: gpu.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['gpu.nvidia.com'].memory.isGreaterThan(quantity('40Gi'))"
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly:
          deviceClassName: gpu.nvidia.com
          selectors:
          - cel:
              expression: "device.capacity['gpu.nvidia.com'].memory.isGreaterThan(quantity('40Gi'))"
""",
)

"""GPU506: the product's name in a selector is the one that the driver reports."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.selectors import of_nvidia
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in of_nvidia(world):
        if one.name == "productName" and one.literal:
            why = _why(one.literal)
            if why:
                message = f"no GPU reports the name `{one.literal}`: {why}"
                yield Breach(one.resource, one.path, message)


def _why(literal: str) -> str:
    if literal.startswith("NVIDIA-"):
        return "it is the value of a node label, in which dashes stand for blanks"
    from tritonfleet import geometry

    labels = [label.value for product in geometry.products().values() for label in product.labels]
    spelt = literal.replace(" ", "-")
    for label in labels:
        if (
            label.removeprefix("NVIDIA-").startswith(f"{spelt.removeprefix('NVIDIA-')}-")
            and spelt not in labels
        ):
            return f"names go on, as in that of {label}"
    return ""


RULE = Rule(
    id="GPU506",
    title="A selector wants a product name that no GPU reports",
    severity=Severity.ERROR,
    why="The pod stays Pending with `cannot allocate all claims`. The driver publishes the name that "
    "`nvidia-smi -L` prints, with blanks and in full, `NVIDIA A100-SXM4-80GB`; the node label "
    "`nvidia.com/gpu.product` has dashes for the blanks, and short names such as H100 are of no GPU.",
    fix="write the name that `nvidia-smi -L` prints, or use contains() for a part of it",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/nvlib.go",
        "NVIDIA/k8s-device-plugin:internal/lm/resource.go",
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
              expression: "device.attributes['gpu.nvidia.com'].productName == 'NVIDIA-A100-SXM4-80GB'"
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
              expression: "device.attributes['gpu.nvidia.com'].productName == 'NVIDIA A100-SXM4-80GB'"
""",
)

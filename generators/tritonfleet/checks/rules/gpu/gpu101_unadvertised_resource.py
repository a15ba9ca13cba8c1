"""GPU101: pods ask for resources that some node advertises."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    requests = gpu_requests(world)
    known = nodes(world)
    if known is None:
        if requests:
            yield Undecided(needs.NODES)
        return
    there = {*advertised(world), *world.derived(_by_device_class)}
    for one in requests:
        if one.resource in there or one.count is None:
            continue
        if any(not node.resources for node in known):
            # Nodes whose GPUs DRA hands out: a DeviceClass outside the manifests may map the resource.
            yield Undecided(needs.existing("DeviceClass"))
            continue
        names = sorted(advertised(world))
        message = f"no node advertises `{one.resource}`; the nodes with GPUs advertise {listed(names)}"
        yield Breach(one.owner, one.path, message, _mend(one.resource, names))


def _by_device_class(world: World) -> frozenset[str]:
    """Resources that a DeviceClass maps to devices of DRA."""
    classes = world.index.of_kind("DeviceClass")
    return frozenset(str(value(one.data, "spec", "extendedResourceName")) for one in classes)


def _mend(resource: str, there: list[str]) -> str:
    """The same device by the name it has there, else the only one, else a near miss."""
    base = resource.removesuffix(".shared")
    for other in (f"{base}.shared", base, *(there if len(there) == 1 else ())):
        if other in there:
            return f"ask for {other}"
    return did_you_mean(resource, there)


RULE = Rule(
    id="GPU101",
    title="No node advertises the GPU resource that is asked for",
    severity=Severity.ERROR,
    why="The pod stays Pending with `0/5 nodes are available: 5 Insufficient nvidia.com/gpu`. What a node "
    "advertises follows from its MIG strategy, how its GPUs are cut, and how they are shared: under "
    "mixed a slice is `nvidia.com/mig-1g.10gb`, under single it is `nvidia.com/gpu`, and with "
    "`renameByDefault` a share is `nvidia.com/gpu.shared`.",
    fix="ask for a resource that the nodes advertise, or change how they are cut or shared",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/gpu-operator#1602",
        "bottlerocket-os/bottlerocket#4250",
    ),
    check=check,
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu.shared": 32}, pool="a100-shared"),)),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 1}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu.shared: 1}}
""",
)

"""K8S013: the priority and runtime classes that pods name exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_BUILT_IN = frozenset({"system-node-critical", "system-cluster-critical"})
_FIELDS = (("priorityClassName", "PriorityClass"), ("runtimeClassName", "RuntimeClass"))


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        for field, kind in _FIELDS:
            name = workload.spec.get(field)
            if str(name) not in _BUILT_IN:
                path = (*workload.path, "spec", field)
                yield from world.reference(workload.resource, path, kind, name, namespace="")


RULE = Rule(
    id="K8S013",
    title="The PriorityClass or RuntimeClass does not exist",
    severity=Severity.ERROR,
    why="No pod is made: the event FailedCreate says `no PriorityClass with name … was found`, or "
    '`RuntimeClass "nvidia" not found`. On k3s, RKE2 and k0s the runtime class `nvidia` has to be made '
    "first.",
    fix="name a class that exists, or list it among the external ones",
    sources=("NVIDIA/k8s-device-plugin#1011", "k3s-io/k3s#8595"),
    check=check,
    needs=(needs.existing("PriorityClass"), needs.existing("RuntimeClass")),
    facts=Facts(external={"RuntimeClass": {"nvidia"}}),
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  runtimeClassName: nvida
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  runtimeClassName: nvidia
  priorityClassName: system-cluster-critical
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)

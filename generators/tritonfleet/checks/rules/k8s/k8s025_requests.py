"""K8S025: containers say how much CPU and memory they need."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.quotas import constrained, quotas
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    Container,
    Role,
    asks_gpu,
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.serving import served
from tritonfleet.checks.world import World

_RESOURCES = ("cpu", "memory")


def check(world: World) -> Verdicts:
    defaulted, demanded = world.derived(_defaults), world.derived(_demanded)
    behind = world.derived(served)
    for workload, own in world.derived(by_workload).items():
        # Of tools, agents and tests nobody waits for an answer.
        serves = id(workload) in behind or any(map(asks_gpu, own))
        if not serves or mapping(workload.spec, "resources", "requests"):
            continue
        namespace = workload.resource.namespace
        given = defaulted.get(namespace, frozenset()) | demanded.get(namespace, frozenset())
        lacking = {
            container: missing
            for container in own
            if container.role is Role.MAIN and (missing := _missing(container, given))
        }
        if lacking:
            first = next(iter(lacking))
            what = " and ".join(dict.fromkeys(name for names in lacking.values() for name in names))
            message = f"no request for {what} in {listed(container.name for container in lacking)}"
            severity = None if any(map(asks_gpu, lacking)) else Severity.INFO
            path = (*first.path, "resources")
            yield Breach(workload.resource, path, message, severity=severity)


def _missing(container: Container, given: frozenset[str]) -> list[str]:
    return [name for name in _RESOURCES if name not in given and container.request(name) is None]


def _defaults(world: World) -> dict[str, frozenset[str]]:
    """Namespace → the resources that a LimitRange gives every container."""
    found: dict[str, frozenset[str]] = {}
    for limit_range in world.index.of_kind("LimitRange"):
        for _, limit in items(limit_range.data, "spec", "limits"):
            given = {*mapping(limit, "default"), *mapping(limit, "defaultRequest")}
            found[limit_range.namespace] = found.get(limit_range.namespace, frozenset()) | given
    return found


def _demanded(world: World) -> dict[str, frozenset[str]]:
    """Namespace → the resources without a request for which the API server makes no pod, as K8S065 says."""
    return {
        namespace: frozenset(
            resource for quota in found for _, (field, resource) in constrained(quota) if field == "requests"
        )
        for namespace, found in world.derived(quotas).items()
    }


RULE = Rule(
    id="K8S025",
    title="Containers do not say what they need",
    severity=Severity.WARNING,
    why="The scheduler counts such a pod as empty and fills its node; under memory pressure the kubelet evicts "
    "the pods that use more than they requested first. A model server then loads its models again, for "
    "minutes.",
    fix="set `resources.requests` for CPU and memory from what the container really uses",
    sources=(
        "kubernetes/website:content/en/docs/concepts/scheduling-eviction/node-pressure-eviction.md",
        "zegl/kube-score:README_CHECKS.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", resources: {limits: {nvidia.com/gpu: 1}}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {requests: {cpu: 4}, limits: {nvidia.com/gpu: 1, memory: 16Gi}}
""",
)

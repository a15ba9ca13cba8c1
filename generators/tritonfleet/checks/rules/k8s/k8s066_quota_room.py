"""K8S066: the quota of a namespace has room for the pods in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.quotas import Constraint, constrained, quotas
from tritonfleet.checks.objects import Resource, Workload, mapping
from tritonfleet.checks.pods import (
    by_workload,
    pod_request,
)
from tritonfleet.checks.quantities import amount as whole
from tritonfleet.checks.quantities import cpu, memory
from tritonfleet.checks.quantities import shown as amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World

_SERVING = frozenset({"Deployment", "StatefulSet", "Rollout"})


def check(world: World) -> Verdicts:
    for namespace, found in world.derived(quotas).items():
        for quota in found:
            hard = mapping(quota.data, "spec", "hard")
            yield from _pods(world, namespace, quota, hard)
            for key, constraint in constrained(quota):
                parse = cpu if constraint[1] == "cpu" else memory
                bound, needed = parse(hard[key]), _needed(world, namespace, constraint)
                if bound is not None and needed > bound:
                    shown_needed = f"{needed:g} cores" if constraint[1] == "cpu" else amount(int(needed))
                    message = f"`{key}` is {hard[key]}, and the workloads need {shown_needed} at their fewest replicas"
                    yield Breach(quota, ("spec", "hard", key), message)


def _pods(world: World, namespace: str, quota: Resource, hard: Mapping[str, Any]) -> Verdicts:
    bound, needed = whole(hard.get("pods")), sum(count for _, count in _serving(world, namespace))
    if bound is not None and needed > bound:
        message = f"`pods` is {bound}, and the workloads have {needed} at their fewest replicas"
        yield Breach(quota, ("spec", "hard", "pods"), message)


def _serving(world: World, namespace: str) -> Iterator[tuple[Workload, int]]:
    """The namespace's serving workloads, with their fewest replicas."""
    by_target = world.derived(scalers)
    for workload in world.derived(by_workload):
        if workload.resource.namespace == namespace and workload.resource.kind in _SERVING:
            yield workload, least_replicas(workload, by_target)


def _needed(world: World, namespace: str, constraint: Constraint) -> float:
    """Cores or bytes that the namespace's serving workloads ask for at the least."""
    field, resource = constraint
    if field == "limits":
        return 0.0
    parse = cpu if resource == "cpu" else memory
    own = world.derived(by_workload)
    return sum(
        count * pod_request(workload, own[workload], resource, parse)
        for workload, count in _serving(world, namespace)
    )


RULE = Rule(
    id="K8S066",
    title="The quota has no room for the workloads",
    severity=Severity.ERROR,
    why="The last pods are never made: the ReplicaSet's events say `exceeded quota`, nothing is Pending, and "
    "the service runs with fewer replicas than it needs.",
    fix="raise the quota, or lower requests or replicas",
    sources=("kubernetes/website:content/en/docs/concepts/policy/resource-quotas.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: prod}
spec: {hard: {requests.memory: 20Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {requests: {memory: 8Gi}}}]}
""",
    passes="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: prod}
spec: {hard: {requests.memory: 32Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {requests: {memory: 8Gi}}}]}
""",
)

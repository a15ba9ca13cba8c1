"""K8S015: a PodDisruptionBudget protects pods that exist, and can ever allow one to be moved."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, Workload, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.scaling.fields import integer, whole
from tritonfleet.checks.world import World
from tritonfleet.words import count

_COUNTED_ELSEWHERE = ("DaemonSet", "Job", "CronJob")
"""Kinds whose number of pods is not written in them."""
_POD_MAKERS = (
    "Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler", "InferenceService", "LLMInferenceService",
    "InferenceGraph", "LeaderWorkerSet", "RayCluster", "RayService", "NIMService", "Canary",
)  # fmt: skip
"""Kinds whose operators make pods, with labels that are not in the manifests."""


def check(world: World) -> Verdicts:
    for budget in world.index.of_kind("PodDisruptionBudget"):
        selector = value(budget.data, "spec", "selector")
        # An empty selector matches every pod of the namespace, a missing one none: policy/v1.
        workloads = world.pods(budget.namespace, selector) if isinstance(selector, dict) else []
        bounds = mapping(budget.data, "spec")
        if bounds.get("minAvailable") is not None and bounds.get("maxUnavailable") is not None:
            message = "`minAvailable` and `maxUnavailable` exclude each other"
            yield Breach(budget, ("spec", "minAvailable"), message, "keep `maxUnavailable`")
        if workloads:
            yield from _allows(world, budget, workloads)
        elif selector is None:
            message = "there is no selector, so it protects no pod"
            yield Breach(budget, ("spec", "selector"), message, "select by the labels of the pod template")
        elif not _made_by_operators(world, budget.namespace):
            message = f"the selector matches no pods in namespace {budget.namespace or '(none given)'}"
            yield Breach(budget, ("spec", "selector"), message, "select by the labels of the pod template")


def _allows(world: World, budget: Resource, workloads: list[Workload]) -> Verdicts:
    if any(workload.resource.kind in _COUNTED_ELSEWHERE for workload in workloads):
        return
    pods = sum(least_replicas(workload, world.derived(scalers)) for workload in workloads)
    for field in ("minAvailable", "maxUnavailable"):
        bound = value(budget.data, "spec", field)
        if pods and bound is not None and _allowed(field, bound, pods) < 1:
            message = f"`{field}: {bound}` with at least {count(pods, 'pod')} allows no disruption at all"
            yield Breach(budget, ("spec", field), message)


def _made_by_operators(world: World, namespace: str) -> bool:
    """Whether the pods may be ones that the manifests do not show, of an operator or of another set of manifests."""
    shown = any(workload.resource.namespace == namespace for workload in world.index.workloads)
    return not shown or any(maker.namespace == namespace for maker in world.index.of_kind(*_POD_MAKERS))


def _allowed(field: str, bound: Any, pods: int) -> int:
    """How many of the pods may be down; percentages round up, as the disruption controller does."""
    percent = whole(bound[:-1]) if isinstance(bound, str) and bound.endswith("%") else None
    amount = integer(bound) if percent is None else -(-percent * pods // 100)
    if amount is None:
        return pods
    return amount if field == "maxUnavailable" else pods - amount


RULE = Rule(
    id="K8S015",
    title="A PodDisruptionBudget protects nothing, or blocks every drain",
    severity=Severity.ERROR,
    why="With minAvailable at or above the replicas no pod may ever be evicted: node drains, upgrades and MIG "
    "reconfiguration hang until somebody deletes the budget.",
    fix="use maxUnavailable: 1, which allows one pod to move at any scale",
    sources=("kubernetes/kubernetes:pkg/controller/disruption/disruption.go", "kubernetes/kubernetes#48307"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 1
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec: {minAvailable: 1, selector: {matchLabels: {app: bert}}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 1
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: bert}}}
""",
)

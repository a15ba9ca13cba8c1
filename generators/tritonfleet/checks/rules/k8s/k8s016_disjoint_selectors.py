"""K8S016: no workload selects the pods of another, and no pod has two disruption budgets."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, Workload, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_CONTROLLERS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"})


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        resource = workload.resource
        selector = mapping(resource.data, "spec", "selector")
        if resource.kind not in _CONTROLLERS or not selector:
            continue
        others = tuple(
            each.resource
            for each in world.pods(resource.namespace, selector)
            if each.resource.ref != resource.ref
        )
        if others:
            # A DaemonSet goes by owner references, and nothing scales it by its selector.
            severity = Severity.INFO if resource.kind == "DaemonSet" else None
            message = f"the selector also matches the pods of {', '.join(map(str, others[:3]))}"
            message += f" and {len(others) - 3} more" if len(others) > 3 else ""
            yield Breach(resource, ("spec", "selector"), message, severity=severity, related=others)
    yield from _budgets(world)


def _budgets(world: World) -> Verdicts:
    owner: dict[int, tuple[Workload, Resource]] = {}
    for budget in world.index.of_kind("PodDisruptionBudget"):
        for workload in world.pods(budget.namespace, mapping(budget.data, "spec", "selector")):
            _, first = owner.setdefault(id(workload), (workload, budget))
            if first is not budget:
                message = f"the pods of {workload.resource} have another budget already, {first}"
                fix = "keep one budget: eviction fails when there are two"
                yield Breach(budget, ("spec", "selector"), message, fix, Severity.ERROR)


RULE = Rule(
    id="K8S016",
    title="Selectors overlap",
    severity=Severity.WARNING,
    why="An HPA counts the load of the other's pods as well, `kubectl logs deployment/bert` shows them, "
    "and pods without an owner are adopted by either controller. Where two budgets select one pod, a "
    "drain hangs on `This pod has more than one PodDisruptionBudget`.",
    fix="add a label that only this workload's pods have, such as app.kubernetes.io/instance",
    sources=(
        "vllm-project/production-stack#312",
        "kubernetes/kubernetes:pkg/registry/core/pod/storage/eviction.go",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: triton}}
  template:
    metadata: {labels: {app: triton}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet, namespace: prod}
spec:
  selector: {matchLabels: {app: triton, model: resnet}}
  template:
    metadata: {labels: {app: triton, model: resnet}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: triton, model: bert}}
  template:
    metadata: {labels: {app: triton, model: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet, namespace: prod}
spec:
  selector: {matchLabels: {app: triton, model: resnet}}
  template:
    metadata: {labels: {app: triton, model: resnet}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)

"""SCL001: what an autoscaler scales exists."""

from __future__ import annotations

from collections.abc import Collection

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource
from tritonfleet.checks.rollouts.flagger import canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import TargetKey, scalers
from tritonfleet.checks.world import World

_KINDS = ("Deployment", "StatefulSet", "ReplicaSet", "Rollout")
"""Of these, a name stands for one workload: several of one name would have the same pods' names."""


def check(world: World) -> Verdicts:
    elsewhere = world.derived(_made_by_operators)
    for target, found in world.derived(scalers).items():
        kind, _, name = target
        other = _of_another_kind(world, target)
        for scaler in found if target not in elsewhere else ():
            if other:
                message = f"there is no {kind} `{name}`, but a {other.kind}"
                path = (*scaler.target_path[:-1], "kind")
                yield Breach(scaler.resource, path, message, f"write `kind: {other.kind}`", related=(other,))
            else:
                yield from world.reference(scaler.resource, scaler.target_path, kind, name)


def _of_another_kind(world: World, target: TargetKey) -> Resource | None:
    """The workload of this name, where the target's kind is another one, and nobody has an object of that kind."""
    kind, namespace, name = target
    if kind not in _KINDS or world.index.get(kind, namespace, name) or world.facts.exists(*target):
        return None
    found = (world.index.get(other, namespace, name) for other in _KINDS)
    return next((each for each in found if each is not None), None)


def _made_by_operators(world: World) -> Collection[TargetKey]:
    """The Deployments that KServe makes of InferenceServices, and Flagger of Canaries."""
    primaries = {(kind, ns, f"{name}-primary") for kind, ns, name in (c.target for c in canaries(world))}
    if not list(world.index.of_kind("InferenceService")):
        return primaries
    from tritonfleet.checks.kserve.made import made

    return primaries | set(world.derived(made))


RULE = Rule(
    id="SCL001",
    title="An autoscaler's target does not exist",
    severity=Severity.ERROR,
    why="The HPA reports FailedGetScale, or KEDA's ScaledObject is Ready=False because the target resource "
    "does not exist, and the workload is never scaled. Kustomize renames objects without renaming the "
    "references that custom resources such as ScaledObject hold.",
    fix="name a workload in the same namespace, and its kind",
    sources=("kubernetes-sigs/kustomize#5306", "kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: brt}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)

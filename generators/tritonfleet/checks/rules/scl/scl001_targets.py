"""SCL001: what an autoscaler scales exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for (kind, _, name), found in world.derived(scalers).items():
        for scaler in found:
            yield from world.reference(scaler.resource, scaler.target_path, kind, name)


RULE = Rule(
    id="SCL001",
    title="An autoscaler's target does not exist",
    severity=Severity.ERROR,
    why="The autoscaler does nothing. Kustomize renames objects without renaming the references that custom "
    "resources such as ScaledObject hold.",
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
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {name: brt}, triggers: []}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {name: bert}, triggers: []}
""",
)

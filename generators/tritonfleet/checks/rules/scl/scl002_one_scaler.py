"""SCL002: a workload has one autoscaler."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects, scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    taking = {id(scaled.resource) for scaled in scaled_objects(world) if scaled.takes_over}
    for (kind, _, name), (first, *others) in world.derived(scalers).items():
        for other in others:
            if id(other.resource) not in taking or first.keda:
                message = f"{kind} {name} is scaled by {first.resource} already"
                yield Breach(other.resource, other.target_path, message, related=(first.resource,))


RULE = Rule(
    id="SCL002",
    title="Two autoscalers scale one workload",
    severity=Severity.ERROR,
    why="The number of pods jumps back and forth every few seconds, as each of them undoes the other's "
    "work. KEDA makes an HPA of its own, so a second one beside a ScaledObject counts too; KEDA's "
    "webhook refuses it with `already managed by the hpa`.",
    fix="keep one; several triggers fit into one ScaledObject",
    sources=("kedacore/keda#5572", "fluxcd/flagger#1646"),
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
spec: {scaleTargetRef: {name: bert}, triggers: []}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, maxReplicas: 4}
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, maxReplicas: 4}
""",
)

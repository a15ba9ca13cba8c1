"""SCL003: a scaled workload leaves `replicas` to its autoscaler."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for (kind, namespace, name), (scaler, *_) in world.derived(scalers).items():
        workload = world.index.get(kind, namespace, name)
        given = value(workload.data, "spec", "replicas") if workload is not None else None
        if workload is not None and given is not None:
            message = f"`replicas` is set to {given}, and {scaler.resource} sets it too"
            yield Breach(workload, ("spec", "replicas"), message, related=(scaler.resource,))


RULE = Rule(
    id="SCL003",
    title="A scaled workload sets its replicas",
    severity=Severity.ERROR,
    why="Every apply sets the number of pods back, at peak too; under Argo CD with self-heal it flaps without "
    "end, and Helm 4's server-side apply fails with a conflict on .spec.replicas.",
    fix="leave `replicas` out of the workload",
    sources=("k3s-io/helm-controller#343", "helm/helm#31516", "argoproj/argo-cd#28590"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
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

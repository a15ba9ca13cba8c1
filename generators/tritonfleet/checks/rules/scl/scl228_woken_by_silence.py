"""SCL228: what went to sleep is not woken by its own silence."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.scaling.servers import is_server
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.to_zero and scaled.fallback and scaled.fallback.get("replicas") and not scaled.modifiers:
            yield from _woken(world, scaled)


def _woken(world: World, scaled: Scaled) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    own = [
        signal
        for signal in signals(world)
        if signal.scaled is scaled and signal.of_servers and not signal.never_zero
        if not signal.trigger.flag("ignoreNullValues", True)
    ]
    if own and is_server(world, scaled):
        metric, replicas = own[0].metrics[0], scaled.fallback["replicas"]
        message = (
            f"at zero pods nobody writes `{metric}`, which counts as a failure: the fallback starts {replicas}, "
            "which find no load and leave again"
        )
        yield Breach(scaled.resource, ("spec", "fallback"), message)


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: LEAST
  fallback: {failureThreshold: 3, replicas: 2}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL228",
    title="A sleeping workload is woken by its own silence",
    severity=Severity.WARNING,
    why="From KEDA 2.19 on a fallback may start the first pod. A model server at zero writes no metrics, so the "
    "trigger fails, the fallback starts pods, they report no load, and after the cooldown they leave: GPUs load "
    "models around the clock for nobody.",
    fix="set `minReplicaCount: 1`, or scale on a gateway's or a queue's metrics instead",
    sources=("kedacore/keda#7239", "kedacore/keda:pkg/scaling/executor/scale_scaledobjects.go"),
    check=check,
    fails=_PAIR.replace("LEAST", "0"),
    passes=_PAIR.replace("LEAST", "1"),
)

"""SCL212: what scales to zero has a trigger that sees load while no pod runs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.scaling.servers import is_server
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        external = [trigger for trigger in scaled.triggers if not trigger.is_resource]
        if scaled.to_zero and external and all(trigger.type == "prometheus" for trigger in external):
            yield from _wakes(world, scaled, len(external))


def _wakes(world: World, scaled: Scaled, triggers: int) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    own = [signal for signal in signals(world) if signal.scaled is scaled and signal.of_servers]
    strict = all(not signal.trigger.flag("ignoreNullValues", True) for signal in own)
    if len(own) < triggers or (strict and scaled.fallback) or any(signal.never_zero for signal in own):
        return
    if is_server(world, scaled):
        field = "minReplicaCount" if scaled.least == 0 else "idleReplicaCount"
        metric = own[0].metrics[0]
        message = f"all triggers read what the pods themselves write, such as `{metric}`: at zero pods there is none"
        yield Breach(scaled.resource, ("spec", field), message)


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
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL212",
    title="A workload at zero pods waits for its own metrics",
    severity=Severity.ERROR,
    why="It goes to zero in the first quiet night and never comes back: without a pod there is no "
    "series, KEDA reads an empty answer as 0, and every request ends in `connection refused` or 503 "
    "until somebody scales by hand.",
    fix="set `minReplicaCount: 1`, or add a trigger on the gateway's or the queue's metrics",
    sources=("kedacore/keda#3065", "llm-d/llm-d#2492", "kedacore/keda:pkg/scalers/prometheus_scaler.go"),
    check=check,
    fails=_PAIR.replace("LEAST", "0"),
    passes=_PAIR.replace("LEAST", "1"),
)

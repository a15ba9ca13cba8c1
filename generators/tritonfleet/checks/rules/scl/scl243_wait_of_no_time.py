"""SCL243: a threshold on a time is one that a request can stay below."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SHORTEST = 1e-4
"""Seconds: to pass from one thread of Triton to another takes as long."""


def check(world: World) -> Verdicts:
    from tritonfleet.checks.promql import unit
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        threshold, measured = signal.trigger.number("threshold"), unit(signal.expression)
        if not threshold or measured is None or not measured.is_duration or signal.scaled.modifiers:
            continue
        if 0 < (real := threshold * measured.scale) < _SHORTEST:
            message = f"{signal.trigger.label}: the threshold {threshold:g} means {real * 1e6:.3g} µs"
            yield Breach(signal.trigger.owner, signal.trigger.at("threshold"), message)


_OBJECT = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metricType: Value
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: |
          sum(rate(nv_inference_queue_duration_us{job="bert"}[2m]))
            / sum(rate(nv_inference_request_success{job="bert"}[2m])) / 1000
        threshold: "THRESHOLD"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL243",
    title="An autoscaler's threshold is no time at all",
    severity=Severity.WARNING,
    why="Every request waits for some tens of microseconds, from one thread to the next. A threshold below that is "
    "passed by any traffic, and the service runs at its maximum. Mostly it is in seconds, and the query in "
    "milliseconds.",
    fix="write the threshold in the unit of the query",
    sources=("triton-inference-server/core:src/metrics.cc", "kedacore/keda:pkg/scalers/scaler.go"),
    check=check,
    fails=_OBJECT.replace("THRESHOLD", "0.027"),
    passes=_OBJECT.replace("THRESHOLD", "27"),
)

"""SCL241: an autoscaler starts pods before the wait alone breaks the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.scaling.signals import Signal


def check(world: World) -> Verdicts:
    from tritonfleet.checks.monitors.objectives import objectives
    from tritonfleet.checks.scaling.signals import signals

    promised = objectives(world)
    for signal in signals(world) if promised else ():
        wait = _wait_ms(signal)
        for objective in promised if wait else ():
            if wait and wait >= objective.milliseconds and objective.is_of(signal.selectors):
                trigger, rules = signal.trigger, objective.query.resource
                message = (
                    f"{trigger.label}: from {wait:g} ms on pods are started, and {rules} promises "
                    f"{objective.milliseconds:g} ms to the same requests"
                )
                yield Breach(trigger.owner, trigger.at("threshold"), message, related=(rules,))
                break


def _wait_ms(signal: Signal) -> float | None:
    """The mean time of a request from which on pods are started, in milliseconds; None of another signal."""
    from tritonfleet.checks.promql import unit

    threshold, measured = signal.trigger.number("threshold"), unit(signal.expression)
    if (
        threshold is None
        or measured is None
        or not measured.is_duration
        or signal.trigger.metric_type != "Value"
    ):
        return None
    return threshold * measured.scale * 1000


_OBJECTS = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:triton_in_time:rate5m
      expr: |
        sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{job="bert", le=~"80([.]0+)?"}[5m]))
---
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
    id="SCL241",
    title="An autoscaler waits until the latency objective is broken",
    severity=Severity.WARNING,
    why="The rules promise an answer within some milliseconds; a threshold at or above that on the mean wait starts "
    "a pod only when most requests are late already. Mostly the threshold is in another unit than the query.",
    fix="use a part of the objective: what it leaves after the computation",
    sources=(
        "triton-inference-server/server:docs/user_guide/metrics.md",
        "kedacore/keda:pkg/scalers/scaler.go",
    ),
    check=check,
    fails=_OBJECTS.replace("THRESHOLD", "8000"),
    passes=_OBJECTS.replace("THRESHOLD", "8"),
)

"""SCL227: a service without traffic is not taken for one whose metric is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.promql import Expression
    from tritonfleet.checks.scaling.signals import Signal

_RATES = ("rate", "irate", "increase", "delta")


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        strict = not signal.trigger.flag("ignoreNullValues", True)
        if strict and signal.scaled.fallback and not signal.scaled.modifiers and _silent(signal.expression):
            yield _breach(signal)


def _breach(signal: Signal) -> Breach:
    replicas = signal.scaled.fallback.get("replicas")
    message = (
        f"{signal.trigger.label}: without traffic its quotient has no value, which counts as a failure: "
        f"{replicas} pods run all night"
    )
    return signal.query.breach(message)


def _silent(expression: Expression) -> bool:
    """Whether the value is one divided by a rate, which is nothing, or no number, while that rate is 0."""
    from tritonfleet.checks.promql import Binary
    from tritonfleet.checks.promql.meaning import is_scalar

    if not isinstance(expression, Binary):
        return False
    if expression.operator == "/" and not is_scalar(expression.right):
        return _is_rate(expression.right)
    if expression.operator in ("*", "/") and is_scalar(expression.right):
        return _silent(expression.left)
    return expression.operator == "*" and is_scalar(expression.left) and _silent(expression.right)


def _is_rate(expression: Expression) -> bool:
    """Whether it is a sum of rates and nothing else, or that where it is above 0."""
    from tritonfleet.checks.promql import Aggregation, Binary, Call, Number

    match expression:
        case Binary(operator=">" | "!=", left=left, right=Number(value=0), boolean=False):
            return _is_rate(left)
        case Aggregation(operator="sum" | "avg", expression=Call(function=name)):
            return name in _RATES
        case _:
            return False


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 1
  maxReplicaCount: 8
  fallback: {failureThreshold: 3, replicas: 6}
  triggers:
    - type: prometheus
      metricType: Value
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: >-
          sum(rate(nv_inference_queue_duration_us{namespace="prod"}[2m])) / 1000
          / (sum(rate(nv_inference_request_success{namespace="prod"}[2m])) > 0)ELSE
        threshold: "50"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL227",
    title="An idle service is taken for a broken metric",
    severity=Severity.WARNING,
    why='A mean over no requests is no number. With `ignoreNullValues: "false"`, which is right against '
    "broken scrapes, KEDA counts that as a failure, and after a quiet minute the fallback keeps the pods of the "
    "peak: the fleet is largest when nobody calls, and Argo CD shows it as degraded.",
    fix="add `or 0 * sum(rate(…))` of the divisor: 0 without traffic, and still nothing when the scrape is broken",
    sources=("kedacore/keda:pkg/scalers/prometheus_scaler.go", "kedacore/keda:pkg/fallback/fallback.go"),
    check=check,
    fails=_SCALED.replace("ELSE", ""),
    passes=_SCALED.replace(
        "ELSE", '\n          or 0 * sum(rate(nv_inference_request_success{namespace="prod"}[2m]))'
    ),
)

"""SCL210: a trigger's query returns one value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.scaling.signals import Signal

_PLAIN = re.compile(r"[\w:/-]*")


def check(world: World) -> Verdicts:
    from tritonfleet.checks.promql import Series, series
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        found = series(signal.expression)
        if found is not Series.ONE and not _pinned(signal):
            # Each pod of a model server writes a series of its own; of other metrics there may be only one.
            sure = signal.of_servers and signal.scaled.most > 1
            severity = Severity.ERROR if sure else Severity.WARNING
            each = "combination of its labels" if found is Series.GROUPED else "series that is scraped"
            message = f"it gives a value for each {each}, and KEDA takes one only"
            yield signal.query.breach(message, severity=severity)


def _pinned(signal: Signal) -> bool:
    """Whether every label of the result has one value, since a pattern without special characters asks for it."""
    from tritonfleet.checks.promql import grouping

    labels = grouping(signal.expression)
    return bool(labels) and all(
        (matcher := selector.matcher(label)) is not None
        and matcher.operator in ("=", "=~")
        and _PLAIN.fullmatch(matcher.value) is not None
        for label in labels or ()
        for selector in signal.selectors
    )


RULE = Rule(
    id="SCL210",
    title="A trigger's query returns several series",
    severity=Severity.ERROR,
    why="It works with one pod. With the second one the query returns two series, the scaler reports "
    "`returned multiple elements`, the HPA has no metric, and the workload stops scaling under the very "
    "load that called for it.",
    fix="put `sum(…)`, `max(…)` or `avg(…)` around the query, without `by`",
    sources=("kedacore/keda:pkg/scalers/prometheus_scaler.go", "kedacore/keda#2724"),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum by (pod) (nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
""",
)

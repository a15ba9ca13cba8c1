"""MON109: a counter is read through rate or increase."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Expression,
    KnownUse,
    Purpose,
    Query,
    Subquery,
    Use,
    is_scalar,
    known_uses,
    number,
    walk,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind

_COUNT = re.compile(r"(?i)\b(?:cumulative|total|so far|since)\b")
_FINE = frozenset({"absent", "timestamp", "absent_over_time", "count_over_time", "changes", "resets"})
_COUNTING = frozenset({"count", "group", "count_values"})


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        if known.metric.exporter in ("triton", "vllm") and _only_grows(known) and _is_bare(known.use):
            severity = None if known.query.acts or _beside_a_rate(known.use) else Severity.INFO
            if known.query.purpose is not Purpose.VARIABLE and not _shows_a_count(known.query):
                message = f"`{known.name}` is a counter: it only grows until the server restarts"
                yield known.query.breach(message, at=known.name, severity=severity)


def _only_grows(known: KnownUse) -> bool:
    """Whether it is a counter, or one of those that a histogram or a summary is made of."""
    if known.metric.kind in (Kind.HISTOGRAM, Kind.SUMMARY):
        return known.name.endswith(("_bucket", "_count", "_sum"))
    return known.metric.kind is Kind.COUNTER


def _shows_a_count(query: Query) -> bool:
    """Whether it is a panel that says that it counts from the start on."""
    return query.purpose is Purpose.PANEL and _COUNT.search(query.name) is not None


def _is_bare(use: Use) -> bool:
    ranged = use.selector.ranged or any(isinstance(each, Subquery) for each in use.around)
    counted = any(each.operator in _COUNTING for each in use.aggregations)
    return not ranged and not counted and not _FINE.intersection(use.functions) and not _compared_to_zero(use)


def _compared_to_zero(use: Use) -> bool:
    """``counter > 0``: whether it ever happened, which is a question that a counter answers."""
    around = [each for each in use.around if not isinstance(each, Aggregation)]
    first = around[0] if around else None
    if not isinstance(first, Binary):
        return False
    if _beside_a_rate(use):
        return False
    if (
        first.operator not in COMPARISONS
    ):  # a ratio of two totals is a mean; a total in another unit stays one
        return not (is_scalar(first.left) or is_scalar(first.right))
    return number(first.right) == 0 or number(first.left) == 0


def _beside_a_rate(use: Use) -> bool:
    """Whether it is added to or divided by a rate: then its own function was forgotten."""
    return any(
        isinstance(each, Binary)
        and each.operator not in COMPARISONS
        and any(map(_is_rate, (*walk(each.left), *walk(each.right))))
        for each in use.around
    )


def _is_rate(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in ("rate", "irate", "increase")


RULE = Rule(
    id="MON109",
    title="A counter is used as if it were a level",
    severity=Severity.WARNING,
    why="Triton's counters run from the start of the process and have no `_total` in their names, so "
    "linters that look for it miss them. The value only grows until a restart throws it to 0: an "
    "alert on it fires for ever, an autoscaler climbs to its maximum and stays there.",
    fix="apply `rate(...[5m])` or `increase(...[5m])`",
    sources=(
        "prometheus/prometheus:docs/querying/functions.md",
        "cloudflare/pint:docs/checks/promql/counter.md",
        "triton-inference-server/core:src/metrics.cc",
    ),
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
      serverAddress: http://prometheus.monitoring:9090
      threshold: "100"
      ignoreNullValues: "false"
      query: |
        sum(nv_inference_queue_duration_us)
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
      serverAddress: http://prometheus.monitoring:9090
      threshold: "100"
      ignoreNullValues: "false"
      query: |
        sum(rate(nv_inference_queue_duration_us[2m]))
""",
)

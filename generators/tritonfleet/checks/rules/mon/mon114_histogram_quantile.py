"""MON114: histogram_quantile is given rates of buckets by le."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Call, Expression, Selector, grouping, number, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind, metric

_RATES = frozenset({"rate", "irate", "increase"})


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for message, severity in query.once(_problems):
            yield query.breach(message, at="histogram_quantile", severity=severity)


def _problems(expression: Expression) -> list[tuple[str, Severity]]:
    calls = (
        each for each in walk(expression) if isinstance(each, Call) and each.function == "histogram_quantile"
    )
    return [problem for call in calls if len(call.arguments) == 2 for problem in _of(*call.arguments)]


def _of(quantile: Expression, buckets: Expression) -> Iterator[tuple[str, Severity]]:
    asked = number(quantile)
    if asked is not None and not 0 <= asked <= 1:
        yield f"the quantile is {asked:g}, expected one from 0 to 1", Severity.ERROR
    named = [each for each in walk(buckets) if isinstance(each, Selector) and each.metric]
    if any(_is_no_bucket(each.metric) for each in named):
        yield (
            f"`{named[0].metric}` has no buckets, expected the series of a histogram's `_bucket`",
            Severity.ERROR,
        )
        return
    classic = bool(named) and all(str(each.metric).endswith("_bucket") for each in named)
    labels = grouping(buckets)
    if classic and labels is not None and "le" not in labels:
        yield "the aggregation drops `le`, so no quantile can be calculated", Severity.ERROR
    functions = {each.function for each in walk(buckets) if isinstance(each, Call)}
    if classic and not _RATES & functions and not any(each.ranged for each in named):
        yield "the buckets are not a rate: this is the quantile since the process started", Severity.WARNING


def _is_no_bucket(name: str | None) -> bool:
    """Whether it is a metric that is known to have no buckets under this name; native histograms have none either."""
    known = metric(name) if name else None
    return known is not None and not (known.kind is Kind.HISTOGRAM and str(name).endswith("_bucket"))


RULE = Rule(
    id="MON114",
    title="histogram_quantile is given something that is no histogram",
    severity=Severity.ERROR,
    why="The function needs the series of `_bucket` with their `le` label. Without `le` in the "
    "aggregation the result is empty; of bare counters it is the quantile since the process "
    "started; above 1 the quantile is +Inf.",
    fix="write `histogram_quantile(0.99, sum by (le) (rate(..._bucket[5m])))`",
    sources=("prometheus/prometheus:docs/querying/functions.md",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        histogram_quantile(0.99, sum by (model) (rate(nv_inference_first_response_histogram_ms_bucket[5m]))) > 200
      for: 5m
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        histogram_quantile(0.99, sum by (le, model) (rate(nv_inference_first_response_histogram_ms_bucket[5m]))) > 200
      for: 5m
""",
)

"""MON108: a function fits the type of the metric."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind

_FOR_COUNTERS = frozenset({"rate", "irate", "increase"})
_FOR_GAUGES = frozenset({"delta", "idelta", "deriv", "predict_linear"})


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        function, kind = known.use.function, known.metric.kind
        if kind is Kind.HISTOGRAM and known.name == known.metric.name:
            continue  # There is no such series, as MON126 says.
        counts = kind is Kind.COUNTER or known.name != known.metric.name
        if function in _FOR_COUNTERS and not counts:
            message = f"`{function}` of `{known.name}`, which is a {kind}"
            fix = "use `delta`, `deriv` or `avg_over_time`"
            yield known.query.breach(message, fix, at=function)
        elif function in _FOR_GAUGES and counts:
            message = f"`{function}` of `{known.name}`, which is a counter"
            fix = "use `increase`" if function == "delta" else "use `rate`"
            yield known.query.breach(message, fix, at=function)


RULE = Rule(
    id="MON108",
    title="A function does not fit the type of the metric",
    severity=Severity.WARNING,
    why="`rate` and `increase` take every fall for a restart and add it up, so over a gauge they give "
    "noise that looks like traffic. `delta` and `deriv` do the reverse: over a counter they go "
    "negative whenever a pod restarts.",
    fix="use `rate` or `increase` on counters, `delta`, `deriv` or `avg_over_time` on gauges",
    sources=(
        "prometheus/prometheus:docs/querying/functions.md",
        "cloudflare/pint:docs/checks/promql/rate.md",
    ),
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
        sum(rate(nv_inference_pending_request_count[5m])) > 1
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
        sum(avg_over_time(nv_inference_pending_request_count[5m])) > 1
      for: 5m
""",
)

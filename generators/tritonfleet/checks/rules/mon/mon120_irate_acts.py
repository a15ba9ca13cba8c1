"""MON120: what acts on its own does not act on irate."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.acts and any(use.function == "irate" for use in query.uses):
            yield query.breach("`irate` sees the last two samples only", at="irate")


RULE = Rule(
    id="MON120",
    title="Something acts on irate",
    severity=Severity.WARNING,
    why="`irate` looks at the last two samples only. One quiet scrape resets an alert's `for`, and an "
    "autoscaler follows every jump of a single interval.",
    fix="use `rate` over a few minutes",
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
        sum(irate(nv_inference_request_failure[5m])) > 1
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
        sum(rate(nv_inference_request_failure[5m])) > 1
      for: 5m
""",
)

"""MON115: a matcher on `le` fits how Prometheus 3 writes it."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_INTEGER = re.compile(r"\d+")


def check(world: World) -> Verdicts:
    version = world.facts.versions.get("prometheus", "").removeprefix("v")
    if version.startswith("2."):
        return
    for query in world.derived(queries):
        for use in query.uses:
            for matcher in use.selector.matchers:
                if (
                    matcher.label == "le"
                    and matcher.operator in ("=", "=~")
                    and _INTEGER.fullmatch(matcher.value)
                ):
                    message = f'`le{matcher.operator}"{matcher.value}"` misses `{matcher.value}.0`'
                    fix = f'match both forms: `le=~"{matcher.value}([.]0+)?"`'
                    severity = Severity.ERROR if version else None
                    yield query.breach(message, fix, at="le", severity=severity)


RULE = Rule(
    id="MON115",
    title="A matcher on `le` misses how Prometheus 3 writes it",
    severity=Severity.WARNING,
    why="Prometheus 3 stores bucket bounds as floating-point numbers: what Triton writes as "
    '`le="100"` becomes `le="100.0"`. A rule that matches the integer returns nothing after the '
    "upgrade, so an SLO's good events are zero, or its alert is silent.",
    fix='match both forms: `le=~"100([.]0+)?"`',
    sources=("prometheus/prometheus:docs/migration.md",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: slo:good:rate5m
      expr: |
        sum(rate(nv_inference_first_response_histogram_ms_bucket{le="100"}[5m]))
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: slo:good:rate5m
      expr: |
        sum(rate(nv_inference_first_response_histogram_ms_bucket{le=~"100([.]0+)?"}[5m]))
""",
)

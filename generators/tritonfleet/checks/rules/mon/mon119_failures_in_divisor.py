"""MON119: a mean duration is divided by successful requests."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Expression, Problem, Selector, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FAILURE, _SUCCESS = "nv_inference_request_failure", "nv_inference_request_success"
_DURATION = re.compile(r"nv_inference_\w+_duration_us")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for problem in query.once(_problems):
            yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        if isinstance(each, Binary) and each.operator == "/":
            above, below = _metrics(each.left), _metrics(each.right)
            if any(map(_DURATION.fullmatch, above)) and {_SUCCESS, _FAILURE} <= below:
                found.append(Problem("failed requests are in the divisor, and add no duration", at=_FAILURE))
    return found


def _metrics(expression: Expression) -> set[str]:
    return {each.metric for each in walk(expression) if isinstance(each, Selector) and each.metric}


RULE = Rule(
    id="MON119",
    title="A mean duration is divided by failures too",
    severity=Severity.WARNING,
    why="Triton adds durations for successful requests only; a failure counts in "
    "`nv_inference_request_failure` and nowhere else. Divided by both, the mean falls as failures "
    "rise: in an outage the latency looks better than ever.",
    fix="divide by `rate(nv_inference_request_success[...])` alone",
    sources=("triton-inference-server/core:src/infer_stats.cc",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: model:latency_us:mean5m
      expr: |
        sum(rate(nv_inference_request_duration_us[5m]))
        / sum(rate(nv_inference_request_success[5m]) + rate(nv_inference_request_failure[5m]))
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: model:latency_us:mean5m
      expr: |
        sum(rate(nv_inference_request_duration_us[5m]))
        / sum(rate(nv_inference_request_success[5m]))
""",
)

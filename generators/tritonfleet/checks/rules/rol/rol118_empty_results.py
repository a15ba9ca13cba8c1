"""ROL118: an analysis survives a query that returns nothing."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import Metric, metrics
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GUARDS = re.compile(r"\blen\s*\(|\bisNil\s*\(|\bdefault\s*\(|\bcount\s*\(|\ball\s*\(|\bany\s*\(|\bnone\s*\(")
_NEVER_EMPTY = re.compile(r"\bor\b.*\bvector\s*\(|^\s*(scalar|vector|absent)\s*\(", re.DOTALL)
_RATIO = re.compile(r"/(?!\s*\d)(?!.*>\s*0\b)", re.DOTALL)


def check(world: World) -> Verdicts:
    for metric in metrics(world):
        if metric.query:
            yield from _conditions(metric)


def _conditions(metric: Metric) -> Verdicts:
    for path, condition in metric.conditions():
        lacking = []
        if (
            "result[0]" in condition
            and not _GUARDS.search(condition)
            and not _NEVER_EMPTY.search(metric.query)
        ):
            lacking.append("is empty")
        if "result[0]" in condition and _RATIO.search(metric.query) and "isNaN" not in condition:
            lacking.append("is NaN, as 0/0 is")
        if lacking:
            message = f"`{condition}` has no answer when the result {' or '.join(lacking)}"
            yield Breach(metric.owner, path, message)


_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: queue, namespace: prod}
spec:
  metrics:
    - name: queue-ms
      interval: 1m
      count: 5
      successCondition: CONDITION
      provider:
        prometheus:
          address: http://prometheus.monitoring.svc:9090
          query: sum(rate(nv_inference_queue_duration_us[2m])) / 1000
"""

RULE = Rule(
    id="ROL118",
    title="An analysis fails where there is no traffic yet",
    severity=Severity.WARNING,
    why="While the new pods load their model there is no series: `result[0]` is an error, the fifth in a row "
    "ends the AnalysisRun and the release is taken back, though nothing was wrong. NaN compares as false, so it "
    "counts as a failure, or pauses the Rollout for a person when there are two conditions.",
    fix="write `len(result) == 0 || isNaN(result[0]) || result[0] <= LIMIT`, or the reverse if no data must "
    "fail",
    sources=(
        "argoproj/argo-rollouts:docs/features/analysis.md",
        "argoproj/argo-rollouts:utils/evaluate/evaluate.go",
    ),
    check=check,
    fails=_TEMPLATE.replace("CONDITION", "result[0] <= 100"),
    passes=_TEMPLATE.replace("CONDITION", "len(result) == 0 || isNaN(result[0]) || result[0] <= 100"),
)

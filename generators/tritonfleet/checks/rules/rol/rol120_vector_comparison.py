"""ROL120: a condition compares a number of the result, not the list."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import metrics
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_COMPARISON = re.compile(r"\bresult\s*(?:[<>]=?|==|!=)|(?:[<>]=?|==|!=)\s*result\b(?!\s*[\[.])")
_NUMBER = re.compile(r"^\s*(?:scalar|time)\s*\(|^\s*[\d.]+\s*$")


def check(world: World) -> Verdicts:
    for metric in metrics(world):
        if metric.query and not _NUMBER.search(metric.query):
            for path, condition in metric.conditions():
                if _COMPARISON.search(condition):
                    message = f"`{condition}` compares the list of all series with a number"
                    yield Breach(metric.owner, path, message)


_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      successCondition: CONDITION
      provider:
        prometheus:
          address: http://prometheus.monitoring.svc:9090
          query: sum(rate(nv_inference_request_failure[2m])) or vector(0)
"""

RULE = Rule(
    id="ROL120",
    title="An analysis condition compares a list with a number",
    severity=Severity.ERROR,
    why="Prometheus answers with a list of values. The measurement ends in the error `mismatched types`, "
    "after five of them the AnalysisRun is over, and every release is taken back.",
    fix="compare the first value: `result[0]` in place of `result`",
    sources=(
        "argoproj/argo-rollouts:metricproviders/prometheus/prometheus.go",
        "argoproj/argo-rollouts:docs/analysis/prometheus.md",
    ),
    check=check,
    fails=_TEMPLATE.replace("CONDITION", "result < 0.01"),
    passes=_TEMPLATE.replace("CONDITION", "result[0] < 0.01"),
)

"""ROL119: an analysis metric has a condition that can fail."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.analyses import metrics
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_JUDGE_THEMSELVES = ("job", "kayenta")


def check(world: World) -> Verdicts:
    for metric in metrics(world):
        provider = mapping(metric.data, "provider")
        if (
            provider
            and not any(kind in provider for kind in _JUDGE_THEMSELVES)
            and not list(metric.conditions())
        ):
            message = (
                f"`{metric.name}` has neither a successCondition nor a failureCondition: every value passes"
            )
            yield Breach(metric.owner, metric.path, message)


_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      CONDITION
      provider:
        prometheus:
          address: http://prometheus.monitoring.svc:9090
          query: sum(rate(nv_inference_request_failure[2m])) or vector(0)
"""

RULE = Rule(
    id="ROL119",
    title="Every value passes an analysis metric",
    severity=Severity.WARNING,
    why="The analysis is green for the worst of releases: without a condition a measurement is successful as "
    "soon as the query can be run, so nothing is ever taken back.",
    fix="add a `successCondition`, such as `result[0] < 0.01`",
    sources=("argoproj/argo-rollouts:utils/evaluate/evaluate.go",),
    check=check,
    fails=_TEMPLATE.replace("      CONDITION\n", ""),
    passes=_TEMPLATE.replace("CONDITION", "successCondition: result[0] < 0.01"),
)

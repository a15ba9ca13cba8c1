"""ROL117: an analysis that a Rollout waits for comes to an end."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import analyses, metrics_of, template
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for analysis in analyses(world):
        for path, kind, name in analysis.templates if not analysis.background else ():
            found = template(world, analysis.rollout, kind, name)
            for metric in metrics_of(found) if found is not None else ():
                if metric.data.get("interval") and not metric.data.get("count"):
                    message = f"{found} measures `{metric.name}` every {metric.data['interval']} without end"
                    related = (metric.owner,)
                    yield Breach(analysis.rollout.resource, path, message, related=related)


_PAIR = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      interval: 1m
      COUNT
      successCondition: result[0] < 0.01
      provider: {prometheus: {address: "http://prometheus.monitoring.svc:9090", query: vector(0)}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {steps: [{setWeight: 10}, {analysis: {templates: [{templateName: errors}]}}]}}}
"""

RULE = Rule(
    id="ROL117",
    title="A Rollout waits for an analysis that never ends",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`runs indefinitely`): a step, or a promotion, waits for "
    "its analysis, and a metric with an interval and no count is measured for ever. Only an analysis "
    "beside the steps may do that.",
    fix="set `count` in the metric, or move the analysis to `canary.analysis`",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation_references.go",),
    check=check,
    fails=_PAIR.replace("      COUNT\n", ""),
    passes=_PAIR.replace("COUNT", "count: 5"),
)

"""ROL114: the analysis templates that a Rollout names exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import TEMPLATES, analyses, template
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for analysis in analyses(world):
        for path, kind, name in analysis.templates:
            if template(world, analysis.rollout, kind, name) is not None:
                continue
            if kind == TEMPLATES[1] and not world.facts.knows(kind):
                yield Undecided(needs.existing(kind))
            else:
                namespace = "" if kind == TEMPLATES[1] else None
                yield from world.reference(analysis.rollout.resource, path, kind, name, namespace=namespace)


_PAIR = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: latency, namespace: prod}
spec: {metrics: []}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {steps: [{analysis: {templates: [{templateName: NAME}]}}]}}}
"""

RULE = Rule(
    id="ROL114",
    title="A Rollout's analysis template does not exist",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`AnalysisTemplate not found`) and releases stop. A "
    "template is looked up in the Rollout's own namespace unless `clusterScope: true` asks for a "
    "ClusterAnalysisTemplate.",
    fix="name a template in the Rollout's namespace, or a ClusterAnalysisTemplate with `clusterScope: true`",
    sources=(
        "argoproj/argo-rollouts:rollout/controller.go",
        "argoproj/argo-rollouts:docs/features/analysis.md",
    ),
    check=check,
    needs=(needs.existing("ClusterAnalysisTemplate"),),
    fails=_PAIR.replace("NAME", "latancy"),
    passes=_PAIR.replace("NAME", "latency"),
)

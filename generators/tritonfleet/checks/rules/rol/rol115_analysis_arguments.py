"""ROL115: an analysis gets the arguments that its templates declare."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rollouts.analyses import TEMPLATES, Analysis, analyses, template
from tritonfleet.checks.rollouts.argo import GROUP
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_USE = re.compile(r"\{\{\s*args\.([\w.-]+?)\s*\}\}")


def check(world: World) -> Verdicts:
    for analysis in analyses(world):
        yield from _given(world, analysis)
    for each in world.index.of_kind(*TEMPLATES):
        if each.group == GROUP:
            yield from _declared(each)


def _given(world: World, analysis: Analysis) -> Verdicts:
    """What the Rollout gives against what its templates want; nothing when one of them cannot be seen."""
    found = [template(world, analysis.rollout, kind, name) for _, kind, name in analysis.templates]
    templates = [
        each for each in found if each is not None and not list(items(each.data, "spec", "templates"))
    ]
    given = analysis.arguments
    for each in templates:
        for _, argument in items(each.data, "spec", "args"):
            name = str(argument.get("name"))
            if argument.get("value") is None and not argument.get("valueFrom") and name not in given:
                message = f"{each} wants the argument `{name}`, which is not given"
                path = (*analysis.path, "args")
                yield Breach(
                    analysis.rollout.resource, path, message, f"give `{name}` a value", related=(each,)
                )
    if len(templates) == len(found):
        yield from _unwanted(analysis, templates)


def _unwanted(analysis: Analysis, templates: list[Resource]) -> Verdicts:
    wanted = [str(a.get("name")) for each in templates for _, a in items(each.data, "spec", "args")]
    for name, path in analysis.arguments.items():
        if name not in wanted:
            from tritonfleet.suggest import suggest

            message = f"none of the templates has an argument `{name}`"
            fix = suggest(name, wanted) or f"remove `{name}`"
            yield Breach(analysis.rollout.resource, path, message, fix, Severity.WARNING)


def _declared(each: Resource) -> Verdicts:
    declared = [str(argument.get("name")) for _, argument in items(each.data, "spec", "args")]
    if list(items(each.data, "spec", "templates")):
        return
    for number, metric in items(each.data, "spec", "metrics"):
        for name in dict.fromkeys(_USE.findall(str(metric))):
            if name not in declared:
                message = (
                    f"metric `{metric.get('name')}` uses `{{{{args.{name}}}}}`, and `args` has no `{name}`"
                )
                path = ("spec", "metrics", number)
                yield Breach(each, path, message, f"add `- name: {name}` to `spec.args`")


_PAIR = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: latency, namespace: prod}
spec: {args: [{name: service}], metrics: []}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {analysis: {templates: [{templateName: latency}], args: [ARGUMENT]}}}}
"""

RULE = Rule(
    id="ROL115",
    title="An analysis and its templates disagree about arguments",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`args.service was not resolved`), or the AnalysisRun "
    "ends in an error and takes the release back, because a value that the query needs is not there.",
    fix="give each argument of the template a value, and declare each one that a metric uses",
    sources=(
        "argoproj/argo-rollouts:utils/analysis/helpers.go",
        "argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation_references.go",
    ),
    check=check,
    fails=_PAIR.replace("ARGUMENT", ""),
    passes=_PAIR.replace("ARGUMENT", "{name: service, value: bert}"),
)

"""One mistake is told once, as badly as its page says; and what a page shows as mended is in order."""

from __future__ import annotations

from functools import cache

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import registry
from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.checks.registry import rules
from tritonfleet.checks.rule import Reads

IDS = [rule.id for rule in rules() if rule.reads is Reads.OBJECTS]
BADNESS = [Severity.INFO, Severity.WARNING, Severity.ERROR]

DIFFERENT_MISTAKES = (
    # Two variables that are missing from the one list.
    frozenset({"GPU405", "GPU406"}),
    # What a container of Triton lacks is told at the container, and each lacks something else.
    frozenset({"TRT018", "TRT024", "TRT031", "TRT033", "TRT034", "TRT036", "TRT075"}),
)
"""Rules that may speak of one place, because each means another mistake there."""

OF_A_WHOLE_DASHBOARD = frozenset(
    {"MON314", "MON315", "MON316", "MON318", "MON319", "MON321", "MON322", "MON324"}
)
"""How a dashboard is made: said once of all its text, whatever else is wrong in it."""


@cache
def found(rule_id: str, *, mended: bool) -> tuple[Finding, ...]:
    """What all rules say of the passing example of a rule, or of the failing one."""
    rule = registry.rule(rule_id)
    manifests = yamlio.load_manifests(rule.passes if mended else rule.fails, "example.yaml")
    return checks.run(manifests, rule.facts).findings


def is_left_out(example: str, finding: Finding) -> bool:
    """Whether the example would have to become long to be without this finding."""
    of_policy = finding.object is not None and finding.object.kind == "ClusterPolicy"
    # A ClusterPolicy has ten sections that must be there, and the examples show the one that they are about.
    if of_policy and finding.rule == "K8S001":
        return finding.message.endswith("is missing")
    # What dcgm-exporter must be told of shared GPUs takes two variables.
    if of_policy and finding.rule in ("GPU405", "GPU406"):
        return True
    # That a model is known takes all of its folder, and a model file is no text for a ConfigMap.
    return example == "MON131" and finding.rule == "TRT130"


@pytest.mark.parametrize("rule_id", IDS)
def test_no_two_rules_tell_one_mistake(rule_id):
    told: dict[tuple[str, str], set[str]] = {}
    for finding in found(rule_id, mended=False):
        if finding.rule not in OF_A_WHOLE_DASHBOARD:
            told.setdefault((str(finding.object), finding.path), set()).add(finding.rule)
    twice = {place: by for place, by in told.items() if len(by) > 1}
    assert {
        p: by for p, by in twice.items() if not any(by <= allowed for allowed in DIFFERENT_MISTAKES)
    } == {}


@pytest.mark.parametrize("rule_id", IDS)
def test_what_is_mended_has_no_other_mistake(rule_id):
    others = [
        f"{finding.rule} {finding.message}"
        for finding in found(rule_id, mended=True)
        if finding.severity is not Severity.INFO and not is_left_out(rule_id, finding)
    ]
    assert others == []


@pytest.mark.parametrize("rule_id", IDS)
def test_the_failing_example_is_as_bad_as_the_page_says(rule_id):
    own = [finding.severity for finding in found(rule_id, mended=False) if finding.rule == rule_id]
    assert registry.rule(rule_id).severity in own


@pytest.mark.parametrize("rule_id", IDS)
@pytest.mark.parametrize("mended", [False, True], ids=["fails", "passes"])
def test_nothing_is_worse_than_its_page_says(rule_id, mended):
    worse = [
        f"{finding.rule}: {finding.severity}"
        for finding in found(rule_id, mended=mended)
        if BADNESS.index(finding.severity) > BADNESS.index(registry.rule(finding.rule).severity)
    ]
    assert worse == []

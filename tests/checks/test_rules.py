"""Every rule finds something in its failing example, nothing in its passing one, and explains itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks.registry import rules
from tritonfleet.checks.rule import Rule, decided_elsewhere

ALL = rules()
EXECUTED = [rule for rule in ALL if rule.check is not decided_elsewhere]


def run(rule: Rule, text: str) -> checks.Report:
    return checks.run(yamlio.load_manifests(text, "example.yaml"), rule.facts, select=[rule.id])


@pytest.mark.parametrize("rule", EXECUTED, ids=lambda rule: rule.id)
def test_the_failing_example_fails(rule):
    findings = run(rule, rule.fails).findings
    assert findings
    for finding in findings:
        assert finding.rule == rule.id
        assert finding.message
        assert finding.fix
        assert finding.object
        assert finding.path
        assert finding.location
        assert finding.location.line


@pytest.mark.parametrize("rule", EXECUTED, ids=lambda rule: rule.id)
def test_the_passing_example_passes(rule):
    report = run(rule, rule.passes)
    assert (report.findings, report.skipped) == ((), ())


@pytest.mark.parametrize("rule", EXECUTED, ids=lambda rule: rule.id)
def test_nothing_is_found_where_there_is_nothing(rule):
    assert checks.run([], select=[rule.id]).findings == ()


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_rule_tells_its_reader_all_there_is_to_know(rule):
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.fix
    assert not rule.fix.endswith(".")
    assert rule.sources
    assert all(":" in source or "#" in source for source in rule.sources)
    assert rule.area


def test_ids_are_unique():
    assert len({rule.id for rule in ALL}) == len(ALL)


def test_every_rule_module_is_registered():
    folder = Path(checks.__file__).parent / "rules"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    registered = {rule.check.__module__.rpartition(".")[2] for rule in EXECUTED}
    metadata_only = {"k8s003_kubeconform", "git001_helm_lint", "git005_drift"}
    assert registered | metadata_only == modules


def test_module_names_start_with_the_id():
    for rule in EXECUTED:
        assert rule.check.__module__.rpartition(".")[2].startswith(rule.id.lower() + "_")

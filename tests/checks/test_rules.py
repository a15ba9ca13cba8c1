"""Every rule finds something in its failing example, nothing in its passing one, and explains itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import registry
from tritonfleet.checks.registry import modules, rules
from tritonfleet.checks.rule import Reads, Rule, decided_elsewhere

ALL = rules()
EXECUTED = [rule for rule in ALL if rule.reads is Reads.OBJECTS]


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


def test_a_rule_is_in_the_module_that_its_id_names():
    for rule_id, module in modules().items():
        assert registry.rule(rule_id).id == rule_id, module


def test_every_module_of_the_folder_is_a_rule():
    folder = Path(checks.__file__).parent / "rules"
    files = {path.stem for path in folder.rglob("*.py")} - {"__init__"}
    assert files == {module.rpartition(".")[2] for module in modules().values()}


def test_a_rule_that_reads_objects_has_a_check_of_its_own():
    assert [rule.id for rule in EXECUTED if rule.check is decided_elsewhere] == []

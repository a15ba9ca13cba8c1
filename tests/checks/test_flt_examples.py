"""Every rule about the fleet finds something in its failing example, and nothing is found in its passing one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fleet_examples import said_of

import tritonfleet
from support.cache import use_own_cache
from tritonfleet.checks import Severity
from tritonfleet.checks.finding import Finding
from tritonfleet.checks.registry import modules, rule
from tritonfleet.checks.rule import Area

RULES = [rule(rule_id) for rule_id in modules() if rule_id.startswith(Area.FLEET)]
CONSISTENCY = Path(tritonfleet.__file__).parent / "spec" / "consistency"
LONGEST = 40
"""Lines of an example that a reader still takes in at once."""


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_fleet_breaks_the_rule_where_a_line_can_be_named(rule, tmp_path):
    (found, *_) = [said for said in said_of(rule.fails, tmp_path) if said.rule == rule.id]
    assert found.message
    assert found.fix
    assert found.location.line


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_fleet_is_as_bad_as_the_rule_says(rule, tmp_path):
    found = next(said for said in said_of(rule.fails, tmp_path) if said.rule == rule.id)
    assert (found.severity if isinstance(found, Finding) else Severity.ERROR) is rule.severity


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_at_all_is_said_of_the_passing_fleet(rule, tmp_path):
    assert said_of(rule.passes, tmp_path) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_is_short(rule):
    assert rule.fails.count("\n") <= LONGEST
    assert rule.passes.count("\n") <= LONGEST


def test_every_rule_that_the_spec_raises_has_its_page():
    raised = {i for path in CONSISTENCY.glob("*.py") for i in re.findall(r'"(FLT\d{3})"', path.read_text())}
    assert raised == {rule.id for rule in RULES}

"""Rules that cannot say anything about the kinds at hand are not run; no finding is lost by that."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import reach
from tritonfleet.checks.engine import choose
from tritonfleet.checks.registry import ids, modules, rules
from tritonfleet.checks.rule import Breach, Reads
from tritonfleet.checks.world import World

EXECUTED = [rule for rule in rules() if rule.reads is Reads.OBJECTS]


def test_the_table_is_what_the_rules_ask_for():
    """Else: ``python -m tritonfleet.checks.reach write``."""
    assert reach.FILE.read_text() == reach.found_out()


def test_a_service_needs_no_rule_about_autoscalers():
    found = reach.reaching({"Service"}, ids())
    assert "NET001" in found
    assert not {"SCL101", "KSV001", "FLT001"} & set(found)


def test_what_is_not_in_the_table_is_run():
    assert reach.reaching({"Service"}, ["X001"]) == ["X001"]


@pytest.mark.parametrize("rule", EXECUTED, ids=lambda rule: rule.id)
def test_every_rule_says_through_the_engine_what_it_says_alone(rule):
    """Over its own examples; a rule that is left out wrongly would be silent."""
    for text in (rule.fails, rule.passes):
        manifests = yamlio.load_manifests(text, "f.yaml")
        alone = [
            verdict for verdict in rule.check(World(manifests, rule.facts)) if isinstance(verdict, Breach)
        ]
        report = checks.run(manifests, rule.facts, select=[rule.id])
        assert bool(report.findings) == bool(alone)


def test_our_rules_are_all_in_the_table():
    assert set(reach.reaching({reach.ANYTHING}, ids())) <= set(choose())
    assert set(modules()) <= set(reach._table())

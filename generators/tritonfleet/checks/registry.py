"""All rules, in the order in which documentation shows them."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata

from tritonfleet.checks.rule import Area, Rule

ENTRY_POINTS = "tritonfleet.rules"
"""The entry-point group for users' own rules (``X001`` …): each names a Rule."""

_MODULES: tuple[str, ...] = (
    "k8s001_schema",
)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, ours by area and number, then users' own. Imports them all."""
    ours = [import_module(f"tritonfleet.checks.rules.{module}").RULE for module in _MODULES]
    theirs = [point.load() for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda p: p.name)]
    for rule in theirs:
        if rule.area is not Area.USER:
            raise ValueError(f"a rule from an entry point has an id like X001, got {rule.id}")
    return (*ours, *theirs)


def rule(rule_id: str) -> Rule:
    """The rule of this id. Raises KeyError."""
    return {rule.id: rule for rule in rules()}[rule_id]

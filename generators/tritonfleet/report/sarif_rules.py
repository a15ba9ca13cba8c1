"""The rules of a run as SARIF reporting descriptors: what a viewer shows beside their results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Area, Rule

Sarif = dict[str, Any]

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
LONGEST_HELP = 16_000
"""Characters of a rule's page; a longer one, for its examples, is told without them."""

_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.INFO: "2.0"}
"""GitHub shows 7.0 and more as high, 4.0 and more as medium, less as low."""
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def as_rules(ids: Iterable[str]) -> list[Sarif]:
    """A descriptor each, in this order. A rule that is not installed (any more) has its id for a description."""
    from tritonfleet.checks.registry import rule

    found: list[Sarif] = []
    for rule_id in ids:
        try:
            found.append(_rule(rule(rule_id)))
        except KeyError:
            text = {"text": rule_id}
            found.append({"id": rule_id, "shortDescription": text, "fullDescription": text, "help": text})
    return found


def _rule(rule: Rule) -> Sarif:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} To mend it: {rule.fix}.", "markdown": _page(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _page(rule: Rule) -> str:
    from dataclasses import replace

    from tritonfleet.docs.rule_page import rule_page

    page = rule_page(rule)
    return page if len(page) <= LONGEST_HELP else rule_page(replace(rule, fails="", passes=""))


def _properties(rule: Rule) -> Sarif:
    """What GitHub sorts and filters by."""
    properties: Sarif = {"tags": [rule.area.value], "problem.severity": _PROBLEM[rule.severity]}
    if rule.area is Area.SECURITY:
        properties["tags"].append("security")
        properties["security-severity"] = _SECURITY[rule.severity]
    return properties

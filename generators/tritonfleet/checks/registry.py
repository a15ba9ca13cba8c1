"""All rules, in the order in which documentation shows them: a module each, found by its name."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from tritonfleet.checks.own_rules import own_rules
from tritonfleet.checks.rule import Area, Rule

_FOLDER = Path(__file__).parent / "rules"
_MODULE = re.compile(r"(?P<id>[a-z0-9]{3}\d{3})_\w+\.py")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, ours by area and number, then users' own. Imports them all."""
    return tuple(map(rule, ids()))


@cache
def rule(rule_id: str) -> Rule:
    """The rule of this id, importing no other of ours. Raises KeyError."""
    module = modules().get(rule_id)
    return _load(module) if module else {rule.id: rule for rule in own_rules()}[rule_id]


@cache
def ids() -> tuple[str, ...]:
    """The id of every rule, in that order. Imports none of ours."""
    return (*modules(), *(rule.id for rule in own_rules()))


def known(prefix: str) -> bool:
    """Whether some rule's id begins so."""
    return any(rule_id.startswith(prefix) for rule_id in ids())


@cache
def modules() -> dict[str, str]:
    """The module of each of our rules, by id: ``rules/net/net001_service_pods.py`` is that of NET001."""
    found = {}
    for area in Area:
        names = sorted(path.name for path in (_FOLDER / area.lower()).glob("*.py"))
        for match in filter(None, map(_MODULE.fullmatch, names)):
            found[match["id"].upper()] = f"tritonfleet.checks.rules.{area.lower()}.{match[0][:-3]}"
    return found


def _load(module: str) -> Rule:
    loaded: Rule = import_module(module).RULE
    return loaded

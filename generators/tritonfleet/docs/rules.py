"""The index of the rules, and a page each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tritonfleet.checks.registry import modules, rule
from tritonfleet.checks.rule import Area, Rule
from tritonfleet.docs.areas import AREAS
from tritonfleet.docs.prose import wrapped
from tritonfleet.docs.rule_page import rule_page
from tritonfleet.words import count

INTRODUCTION = """\
# Rules

Generated from the rules (`make golden`); {count}. Each has a page: what you see when it bites, why, how to mend it, an
example that fails and what changes to make it pass. `tritonfleet explain GPU101` prints the same page,
`tritonfleet rules --search shared` finds one by a word, `tritonfleet check --select NET --ignore K8S002` chooses by
id or by the beginning of one.

An **error** will not work or loses requests, a **warning** hurts under conditions, an **info** is better practice. A
rule that needs a fact it was not given says so instead of passing. Rules of your own: [own-rules.md](own-rules.md).
"""


def rule_pages() -> dict[str, str]:
    """Every page about rules, by its path below docs/: the index, and a page for each of our rules."""
    ours = [rule(rule_id) for rule_id in modules()]
    pages = {f"rules/{each.id}.md": rule_page(each) for each in ours}
    return {"rules.md": _index(ours), **pages}


def _index(ours: list[Rule]) -> str:
    by_area: dict[Area, list[Rule]] = defaultdict(list)
    for each in ours:
        by_area[each.area].append(each)
    parts = [INTRODUCTION.format(count=count(len(ours), "rule"))]
    for area, rules in by_area.items():
        parts += _section(area, rules)
    return "\n".join(parts).rstrip() + "\n"


def _section(area: Area, rules: list[Rule]) -> Iterator[str]:
    yield f"## {area}: {AREAS[area].name}\n"
    yield f"{wrapped(AREAS[area].introduction)}\n"
    yield "| Rule | Severity | What is wrong |\n|---|---|---|"
    for each in rules:
        yield f"| [{each.id}](rules/{each.id}.md) | {each.severity} | {_cell(each.title)} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

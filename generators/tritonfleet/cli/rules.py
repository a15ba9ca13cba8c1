"""``tritonfleet explain`` and ``tritonfleet rules``: what a finding means, and which rules there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError

if TYPE_CHECKING:
    from tritonfleet.checks.rule import Rule

WIDEST = 110
"""Columns of a page on a terminal: longer lines are hard to read."""


def run_explain(rule_id: str) -> int:
    """Print a rule's page, in any case of letters; of the beginning of an id, the rules that it fits.

    Raises InputError for what is neither.
    """
    from tritonfleet.checks.engine import require_known
    from tritonfleet.checks.registry import rule

    wanted = rule_id.strip().upper()
    try:
        found = rule(wanted)
    except KeyError:
        require_known(wanted)
        return run_rules(wanted)
    from tritonfleet.docs.rule_page import rule_page

    show_page(rule_page(found))
    return 0


def run_rules(
    area: str | None = None, severity: str | None = None, search: str | None = None, *, as_json: bool = False
) -> int:
    """List the rules of an area (or with a beginning of an id), of a severity, that say a text.

    Raises InputError where nothing is left.
    """
    from tritonfleet.checks.engine import choose
    from tritonfleet.checks.registry import rule as by_id

    chosen = map(by_id, choose([area.strip().upper()] if area else ()))
    found = [rule for rule in chosen if severity in {None, rule.severity} and _says(rule, search)]
    if not found:
        raise InputError.of("no rule fits all of that", fix="leave one of --area, --severity, --search out")
    if as_json:
        sys.stdout.write(json.dumps([_as_json(rule) for rule in found], indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(_lines(found)))
    return 0


def _says(rule: Rule, text: str | None) -> bool:
    said = "\n".join((rule.id, rule.title, rule.why, rule.fix, *rule.sources))
    return text is None or text.lower() in said.lower()


def _as_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "area": rule.area.value,
        "reads": rule.reads.value,
        "needs": list(rule.needs),
        "why": rule.why,
        "fix": rule.fix,
        "sources": list(rule.sources),
    }


def _lines(found: Sequence[Rule]) -> Iterable[str]:
    from tritonfleet.docs.areas import AREAS
    from tritonfleet.words import count

    for area, rules in groupby(found, key=lambda rule: rule.area):
        yield f"{area}: {AREAS[area].name}\n"
        for rule in rules:
            yield f"  {rule.id:<8}{rule.severity:<9}{rule.title}\n"
    yield f"{count(len(found), 'rule')}; `tritonfleet explain {found[0].id}` tells more\n"


def show_page(page: str) -> None:
    """The page as Markdown, laid out where somebody reads it on a terminal."""
    if not sys.stdout.isatty():
        sys.stdout.write(page)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False)
    console.print(Markdown(page, code_theme="ansi_dark"), width=min(console.width, WIDEST))

"""Which rules can say anything about which kinds, so that a run loads only those that might.

It is found out, not declared: each rule is run on a world without objects that notes what it asks for. A world that
has none of those kinds answers every question in the same way, so the rule ends as it did here: with nothing. A rule
that asks for all objects, or for a fact, is always run. The result is kept in ``rules/reach.json``, which
``python -m tritonfleet.checks.reach write|check`` makes and compares.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from tritonfleet.checks.index import ObjectIndex
from tritonfleet.checks.objects import TEMPLATE_PATHS, Resource
from tritonfleet.checks.world import World

FILE = Path(__file__).parent / "rules" / "reach.json"
ANYTHING = "*"


def reaching(kinds: Collection[str], rule_ids: Iterable[str]) -> list[str]:
    """Those of the rules that might say something about objects of these kinds."""
    here = _saying(frozenset(kinds))
    return [rule_id for rule_id in rule_ids if rule_id in here or rule_id not in _table()]


def reads_objects(rule_id: str) -> bool:
    """Whether a rule asks for any object: those about the fleet, and those of other tools, do not."""
    return bool(_table().get(rule_id, True))


@lru_cache(maxsize=256)
def _saying(kinds: frozenset[str]) -> frozenset[str]:
    here = {ANYTHING, *kinds}
    return frozenset(rule_id for rule_id, asked in _table().items() if not here.isdisjoint(asked))


@cache
def _table() -> Mapping[str, frozenset[str]]:
    """Rule id → the kinds it asks for. Users' own rules are not in it."""
    groups: list[list[list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {rule_id: frozenset(kinds) for kinds, ids in groups for rule_id in ids}


def found_out() -> str:
    """The content of the file, by running every rule of ours."""
    from tritonfleet.checks.registry import modules, rule

    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for rule_id in modules():
        asked: set[str] = set()
        list(rule(rule_id).check(_EmptyWorld(asked)))
        groups[tuple(sorted(asked))].append(rule_id)
    lines = [json.dumps([kinds, ids]) for kinds, ids in sorted(groups.items())]
    return "[\n" + ",\n".join(lines) + "\n]\n"


class _EmptyWorld(World):
    """A world without objects that notes which kinds it is asked for."""

    def __init__(self, asked: set[str]) -> None:
        self._asked = asked
        self._derived = {}
        self.index = cast(ObjectIndex, _EmptyIndex(asked))

    def __getattr__(self, name: str) -> Any:
        # What the other has set in its beginning, and this one has not: facts.
        self._asked.add(ANYTHING)
        return getattr(World([]), name)


class _EmptyIndex:
    """An index of nothing. What is not a question for kinds counts as one for everything."""

    def __init__(self, asked: set[str]) -> None:
        self._asked, self._nothing = asked, ObjectIndex([])

    def of_kind(self, *kinds: str) -> Iterable[Resource]:
        self._asked.update(kinds)
        return ()

    def get(self, kind: str, namespace: str, name: str) -> None:
        self._asked.add(kind)

    def __getattr__(self, name: str) -> Any:
        self._asked.update(_KINDS.get(name, (ANYTHING,)))
        return getattr(self._nothing, name)


_POD_MAKERS = frozenset(kind for _, kind in TEMPLATE_PATHS)
_KINDS = {"workloads": _POD_MAKERS, "pods": _POD_MAKERS, "services": ("Service",)}


def main(arguments: list[str]) -> int:
    """Exit status 0: written or current; 1: ``check`` found another; 2: called otherwise."""
    if arguments not in (["write"], ["check"]):
        sys.stderr.write("usage: python -m tritonfleet.checks.reach write|check\n")
        return 2
    content = found_out()
    current = FILE.exists() and FILE.read_text(encoding="utf-8") == content
    if not current:
        if arguments == ["write"]:
            FILE.write_text(content, encoding="utf-8")
        sys.stdout.write(f"{'wrote' if arguments == ['write'] else 'out of date:'} {FILE.name}\n")
    return int(not current and arguments == ["check"])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

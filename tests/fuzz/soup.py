"""Objects with anything anywhere: those of every rule's examples, each with a few fields of a wrong type or name."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from tritonfleet import yamlio
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.registry import rules
from tritonfleet.checks.rule import Reads

JUNK: tuple[Any, ...] = (
    None, 0, -1, 1.5, True, False, "", "x", "1", "-1", "1e999", "{{ x }}", "$(X)", "/", ":", "\n", "nvidia.com/gpu",
    "a" * 300, 10**400, -(10**400), 1e308, [], ["x"], [None], [[]], [{}], [1], [{"name": None}, {"name": {}}, 7],
    {}, {"x": None}, {"": ""}, {"name": 1}, {"name": ["x"]}, {"matchLabels": []},
    {"matchExpressions": [{"key": 1, "operator": [], "values": {}}]},
)  # fmt: skip
NAMES = ("x", "name", "a.b/c")

Path = tuple[str | int, ...]


def examples() -> Iterator[tuple[dict[str, Any], Facts]]:
    """Every object of every example, with the facts of its rule."""
    for rule in rules():
        if rule.reads is Reads.OBJECTS:
            for text in (rule.fails, rule.passes):
                for manifest in yamlio.load_manifests(text, rule.id):
                    yield manifest.data, rule.facts


def spoiled(draw: Random, data: dict[str, Any]) -> dict[str, Any]:
    """A copy with one to four fields set to junk, renamed or gone; what makes it an object stays."""
    data = copy.deepcopy(data)
    for _ in range(draw.choice((1, 1, 2, 4))):
        path = draw.choice(_places(data) or [("metadata",)])
        parent: Any = data
        for part in path[:-1]:
            parent = parent[part]
        if isinstance(parent, list) or draw.random() < 0.75:
            parent[path[-1]] = copy.deepcopy(draw.choice(JUNK))
        else:
            parent[draw.choice((*NAMES, f"{path[-1]}s"))] = parent.pop(path[-1], None)
    return data


def _places(data: Any, path: Path = ()) -> list[Path]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    here = [] if path in {(), ("apiVersion",), ("kind",)} else [path]
    return here + [place for key, value in pairs for place in _places(value, (*path, key))]

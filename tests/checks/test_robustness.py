"""No rule stumbles over an object of the wrong shape: the schema rule reports it, the others look past it."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet import checks, yamlio
from tritonfleet.checks.registry import rules
from tritonfleet.checks.rule import Reads
from tritonfleet.yamlio import Manifest

EXAMPLES = [
    manifest.data
    for rule in rules()
    if rule.reads is Reads.OBJECTS
    for text in (rule.fails, rule.passes)
    for manifest in yamlio.load_manifests(text, rule.id)
]
JUNK = st.sampled_from([None, 0, 1.5, True, "", "x", [], ["x"], [None], [[]], {}, {"x": None}, {"name": 1}])


def places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in the data but those that make it a Kubernetes object."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [] if path in {(), ("apiVersion",), ("kind",)} else [path]
    return found + [place for key, value in pairs for place in places(value, (*path, key))]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(number=st.integers(0, len(EXAMPLES) - 1), place=st.integers(0), junk=JUNK)
def test_no_rule_stumbles(number, place, junk):
    data = copy.deepcopy(EXAMPLES[number])
    everywhere = places(data)
    path = everywhere[place % len(everywhere)]
    parent: Any = data
    for part in path[:-1]:
        parent = parent[part]
    parent[path[-1]] = junk
    checks.run([Manifest(data, "f.yaml"), *(Manifest(other, "g.yaml") for other in EXAMPLES[:20])])

"""JSON patches: applied to the old object they give the new one, exactly."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet.emit.jsonpatch import diff, same

LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b/c", "d~e"])
KEYS = st.sampled_from(["a", "b", "c/d", "e~f", "~1"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(KEYS, TREES, max_size=4)


def apply(document: Any, operations: list[dict[str, Any]]) -> Any:
    """RFC 6902 as Kustomize's library reads it: the judge is written apart from the differ."""
    document = copy.deepcopy(document)
    for operation in operations:
        keys = [k.replace("~1", "/").replace("~0", "~") for k in operation["path"].split("/")[1:]]
        if not keys:
            document = operation["value"]
            continue
        place = document
        for key in keys[:-1]:
            place = place[int(key)] if isinstance(place, list) else place[key]
        last = int(keys[-1]) if isinstance(place, list) else keys[-1]
        if operation["op"] == "remove":
            del place[last]
        elif operation["op"] == "add" and isinstance(place, list):
            place.insert(last, copy.deepcopy(operation["value"]))
        else:
            place[last] = copy.deepcopy(operation["value"])
    return document


@settings(max_examples=400, deadline=None, derandomize=True)
@given(OBJECTS, OBJECTS)
def test_the_patch_turns_the_old_object_into_the_new_one(old, new):
    assert same(apply(old, diff(old, new)), new)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(OBJECTS)
def test_equal_objects_need_no_patch(value):
    assert diff(value, copy.deepcopy(value)) == []


def test_one_changed_item_of_a_list_is_one_operation():
    old = {"args": ["--a=1", "--b=2", "--c=3"]}
    assert diff(old, {"args": ["--a=1", "--b=5", "--c=3"]}) == [
        {"op": "replace", "path": "/args/1", "value": "--b=5"}
    ]


def test_an_inserted_item_leaves_the_others_alone():
    assert diff({"l": ["one", "three"]}, {"l": ["one", "two", "three"]}) == [
        {"op": "add", "path": "/l/1", "value": "two"}
    ]


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), ("1", 1), (None, "")])
def test_values_of_different_types_differ(one, other):
    assert not same(one, other)

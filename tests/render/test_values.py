"""Values are merged with a chart's defaults as Helm merges them."""

from __future__ import annotations

import pytest

from tritonfleet.render.chart import coalesce

CASES = {
    "a default stands": ({"a": 1}, {}, {"a": 1}),
    "a value replaces a default": ({"a": 1}, {"a": 2}, {"a": 2}),
    "maps are merged": ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
    "lists are replaced": ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
    "null removes a default": ({"a": 1}, {"a": None}, {}),
    "null removes a default in a map": ({"a": {"b": 1}}, {"a": {"b": None}}, {"a": {}}),
    "null removes a whole map": ({"a": {"b": 1}}, {"a": None}, {}),
    "null without a default stays": ({}, {"a": None}, {"a": None}),
    "a default that is null does not exist": ({"a": None, "b": {"c": None}}, {}, {"b": {}}),
    "null at the top removes a default that is null": ({"a": None}, {"a": None}, {}),
    "null in a map over a default that is null stays": (
        {"a": {"b": None}},
        {"a": {"b": None}},
        {"a": {"b": None}},
    ),
    "a map replaces what is no map": ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
    "what is no map replaces a map": ({"a": {"b": 2}}, {"a": 1}, {"a": 1}),
}


@pytest.mark.parametrize("case", CASES)
def test_merging(case: str) -> None:
    defaults, values, expected = CASES[case]
    assert coalesce(defaults, values) == expected


def test_merging_leaves_its_arguments_as_they_are() -> None:
    defaults, values = {"a": {"b": 1}}, {"a": {"c": 2}}
    coalesce(defaults, values)
    assert (defaults, values) == ({"a": {"b": 1}}, {"a": {"c": 2}})

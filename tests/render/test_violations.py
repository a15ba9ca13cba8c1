"""What a schema refuses is said in words that help."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from tritonfleet.render.violations import Violation, dotted, violations

CLOSED = {"type": "object", "additionalProperties": False, "properties": {"replicas": {"type": "integer"}}}
FORMS = {"oneOf": [{"type": "string", "pattern": "%$"}, {"type": "integer"}]}
TAGGED = {
    "oneOf": [
        {"type": "object", "required": ["s3"], "properties": {"s3": CLOSED}, "additionalProperties": False},
        {"type": "object", "required": ["pvc"], "properties": {"pvc": CLOSED}, "additionalProperties": False},
    ]
}
CASES: dict[str, tuple[dict[str, Any], Any, list[Violation]]] = {
    "valid": (CLOSED, {"replicas": 1}, []),
    "a typo": (
        CLOSED,
        {"replica": 1},
        [Violation(("replica",), "unknown key `replica`", "did you mean `replicas`?")],
    ),
    "a wrong type": (
        CLOSED,
        {"replicas": [1]},
        [Violation(("replicas",), "expected an integer, got a list")],
    ),
    "a number for text": ({"type": "string"}, 1, [Violation((), "expected text, got 1", "put it in quotes")]),
    "null among types is not offered": (
        {"type": ["string", "null"]},
        {},
        [Violation((), "expected text, got an object")],
    ),
    "an enum": (
        {"enum": ["all", "one"]},
        "al",
        [Violation((), 'expected one of "all", "one", got "al"', "did you mean `all`?")],
    ),
    "a bound": ({"minimum": 1}, 0, [Violation((), "expected at least 1, got 0")]),
    "a missing key": ({"required": ["a"]}, {}, [Violation((), "`a` is missing")]),
    "a pattern": ({"pattern": "^a"}, "b", [Violation((), 'expected text that matches ^a, got "b"')]),
    "none of several types": (FORMS, [], [Violation((), "expected text or an integer, got a list")]),
    "the form of the right type": (FORMS, "5", [Violation((), 'expected text that matches %$, got "5"')]),
    "the form that was followed deepest": (
        TAGGED,
        {"pvc": {"replica": 1}},
        [Violation(("pvc", "replica"), "unknown key `replica`", "did you mean `replicas`?")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_violation(case: str) -> None:
    schema, instance, expected = CASES[case]
    assert violations(jsonschema_rs.validator_for(schema), schema, instance) == expected


def test_all_violations_are_listed_by_path() -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    found = violations(jsonschema_rs.validator_for(schema), schema, {"b": 1, "a": 2})
    assert [violation.path for violation in found] == [("a",), ("b",)]


def test_known_keys_are_found_behind_a_reference() -> None:
    schema = {"$defs": {"x": CLOSED}, "properties": {"a": {"$ref": "#/$defs/x"}}}
    (found,) = violations(jsonschema_rs.validator_for(schema), schema, {"a": {"replica": 1}})
    assert found.fix == "did you mean `replicas`?"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("spec", "containers", 0, "image"), "spec.containers[0].image"),
        (("limits", "nvidia.com/gpu"), 'limits["nvidia.com/gpu"]'),
    ],
)
def test_paths_read_like_field_paths(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text

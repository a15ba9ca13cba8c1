"""Rules between the keys of one object, written once: checked on the types and exported as JSON Schema.

A key counts as *given* when it is there and not null; Needs and Together also want it not empty. Helm
deletes a key that a person sets to null, so "absent" and "null" mean the same, and keys that exclude each
other default to null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

JsonSchema = dict[str, Any]
"""A JSON Schema object (draft 2020-12)."""


class Rule(Protocol):
    """One rule of an object. ``broken`` says what is wrong with the given values, or None."""

    def schema(self) -> JsonSchema: ...

    def broken(self, values: Mapping[str, Any]) -> str | None: ...


def _given(key: str, *, filled: bool = False) -> JsonSchema:
    value = {"not": {"type": "null"}} | ({"minProperties": 1, "minItems": 1} if filled else {})
    return {"required": [key], "properties": {key: value}}


def _is_given(values: Mapping[str, Any], key: str, *, filled: bool = False) -> bool:
    value = values.get(key)
    return value is not None and not (filled and value in ({}, []))


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """No two of the keys are given."""

    keys: tuple[str, ...]

    def schema(self) -> JsonSchema:
        pairs = [(a, b) for i, a in enumerate(self.keys) for b in self.keys[i + 1 :]]
        # Not by ``not``, of which Helm only says that it failed.
        return {"allOf": [{"if": _given(a), "then": {"properties": {b: {"type": "null"}}}} for a, b in pairs]}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        given = [key for key in self.keys if _is_given(values, key)]
        if len(given) < 2:
            return None
        return f"{' and '.join(given)} exclude each other: keep one and set the other to null"


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """Exactly one of the keys is given."""

    keys: tuple[str, ...]

    def schema(self) -> JsonSchema:
        return {"oneOf": [_given(key) for key in self.keys]}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        given = [key for key in self.keys if _is_given(values, key)]
        if len(given) == 1:
            return None
        return f"expected exactly one of {', '.join(self.keys)}, got {', '.join(given) or 'none'}"


@dataclass(frozen=True, slots=True)
class Needs:
    """When ``key`` has the value ``equals``, ``needed`` is given too."""

    key: str
    equals: Any
    needed: str

    def schema(self) -> JsonSchema:
        when = {"required": [self.key], "properties": {self.key: {"const": self.equals}}}
        return {"if": when, "then": _given(self.needed, filled=True)}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if values.get(self.key) != self.equals or _is_given(values, self.needed, filled=True):
            return None
        return f"{self.needed} is needed when {self.key} is {_text(self.equals)}"


@dataclass(frozen=True, slots=True)
class Together:
    """Both keys are given, or neither."""

    first: str
    second: str

    def schema(self) -> JsonSchema:
        first, second = _given(self.first, filled=True), _given(self.second, filled=True)
        return {"allOf": [{"if": first, "then": second}, {"if": second, "then": first}]}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if _is_given(values, self.first, filled=True) == _is_given(values, self.second, filled=True):
            return None
        return f"{self.first} and {self.second} belong together: give both or neither"


@dataclass(frozen=True, slots=True)
class OnlyWhen:
    """The boolean map ``key`` switches something on only when ``other`` has the value ``equals``."""

    key: str
    other: str
    equals: str

    def schema(self) -> JsonSchema:
        otherwise = {"properties": {self.key: {"additionalProperties": {"const": False}}}}
        when = {"required": [self.other], "properties": {self.other: {"const": self.equals}}}
        absent = {"not": {"required": [self.other]}}
        return {"if": {"not": {"anyOf": [when, absent]}}, "then": otherwise}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if values[self.other] == self.equals or not any(values[self.key].values()):
            return None
        return f"{self.key} needs {self.other}: {self.equals}, got {values[self.other]}"


@dataclass(frozen=True, slots=True)
class NotBoth:
    """The two keys do not both have one of ``values``."""

    first: str
    second: str
    values: tuple[Any, ...]

    def schema(self) -> JsonSchema:
        keys = (self.first, self.second)
        return {"not": {"required": [*keys], "properties": {key: {"enum": [*self.values]} for key in keys}}}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if not all(values[key] in self.values for key in (self.first, self.second)):
            return None
        return f"{self.first} and {self.second} must not both be {_text(self.values[0])}"


SECRET_WORDS = (
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "API_?KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "STORAGE_KEY",
)
SECRET_NAME = "(^|_)({})(_ID)?$".format("|".join([*SECRET_WORDS, *map(str.lower, SECRET_WORDS)]))
"""Environment variables that hold a secret, by name. …_FILE and TOKENIZERS_… do not match."""


@dataclass(frozen=True, slots=True)
class NoPlainSecrets:
    """In the map ``key`` of environment variables, names that hold secrets have no plain ``value``."""

    key: str

    def schema(self) -> JsonSchema:
        no_value = {"properties": {"value": {"type": "null"}}}
        return {"properties": {self.key: {"patternProperties": {SECRET_NAME: no_value}}}}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        for name, variable in values[self.key].items():
            if re.search(SECRET_NAME, name) and variable is not None and variable.value is not None:
                return f"{self.key}.{name} must come from a Secret: use secretKeyRef instead of value"
        return None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

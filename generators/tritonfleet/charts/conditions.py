"""Rules about values below an object, and rules that hold only when another does.

They complete ``rules``: their keys are paths, which lead through objects but not through maps or lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tritonfleet.charts.rules import JsonSchema, Rule

Path = tuple[str, ...]


class Condition(Rule, Protocol):
    """A rule that can be the reason of another; as text it says what holds."""


@dataclass(frozen=True, slots=True)
class Is:
    """The value at ``path`` is one of ``among``. ``absent``: so it is when a key of the path is left out."""

    path: Path
    among: tuple[Any, ...]
    absent: bool = False

    def schema(self) -> JsonSchema:
        value = {"const": self.among[0]} if len(self.among) == 1 else {"enum": [*self.among]}
        return _nested(self.path, value, required=not self.absent)

    def broken(self, values: Mapping[str, Any]) -> str | None:
        value = value_at(values, self.path)
        if value in self.among:
            return None
        return f"{_dotted(self.path)} must be {_either(self.among)}, got {_text(value)}"

    def __str__(self) -> str:
        return f"{_dotted(self.path)} is {_either(self.among)}"


@dataclass(frozen=True, slots=True)
class Filled:
    """The value at ``path`` is neither null nor empty."""

    path: Path

    def schema(self) -> JsonSchema:
        # Not by ``not``, of which Helm only says that it failed.
        kinds = ["array", "boolean", "number", "object", "string"]
        return _nested(self.path, {"type": kinds, "minProperties": 1, "minItems": 1, "minLength": 1})

    def broken(self, values: Mapping[str, Any]) -> str | None:
        value = value_at(values, self.path)
        empty = value is None or value in ({}, [], "")
        return f"{_dotted(self.path)} is needed" if empty else None

    def __str__(self) -> str:
        return f"{_dotted(self.path)} is given"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number at ``path`` is ``least`` or more; a key left out is that too."""

    path: Path
    least: int

    def schema(self) -> JsonSchema:
        return _nested(self.path, {"minimum": self.least}, required=False)

    def broken(self, values: Mapping[str, Any]) -> str | None:
        value = value_at(values, self.path)
        if value is None or value >= self.least:
            return None
        return f"{_dotted(self.path)} must be {self.least} or more, got {value}"


@dataclass(frozen=True, slots=True)
class When:
    """When ``condition`` holds, so does ``rule``."""

    condition: Condition
    rule: Rule

    def schema(self) -> JsonSchema:
        return {"if": self.condition.schema(), "then": self.rule.schema()}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if self.condition.broken(values) is not None:
            return None
        problem = self.rule.broken(values)
        return problem and f"{problem}, because {self.condition}"


def value_at(values: Any, path: Path) -> Any:
    """The value at a path through mappings and objects of values; None where it is absent or null."""
    for key in path:
        if values is None:
            return None
        values = values.get(key) if isinstance(values, Mapping) else _field(values, key)
    return values


def _field(values: Any, key: str) -> Any:
    for name, field in type(values).model_fields.items():
        if key == (field.alias or name):
            return getattr(values, name)
    raise KeyError(key)


def _nested(path: Path, value: JsonSchema, *, required: bool = True) -> JsonSchema:
    """The schema of ``value`` at a path whose keys may be left out unless they are ``required``."""
    for key in reversed(path):
        needed = {"type": "object", "required": [key]} if required else {}
        value = {**needed, "properties": {key: value}}
    return value


def _dotted(path: Path) -> str:
    return ".".join(path)


def _either(values: tuple[Any, ...]) -> str:
    return " or ".join(map(_text, values))


def _text(value: Any) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

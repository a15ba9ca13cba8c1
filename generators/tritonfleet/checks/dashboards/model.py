"""Dashboards as values: panels, their queries and the variables, with their places in the JSON text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tritonfleet.checks.dashboards.place import Places, line_and_column
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Inside


@dataclass(frozen=True, slots=True)
class Target:
    """A query of a panel. ``path`` leads to it in the dashboard; ``source``: the kind of its data source, if known."""

    path: Path
    data: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel. ``path`` leads to it in the dashboard."""

    path: Path
    data: Mapping[str, Any]
    targets: tuple[Target, ...]

    @property
    def type(self) -> str:
        """``timeseries``, ``graph``, …; empty when it says none."""
        return str(self.data.get("type") or "")

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.data.get("title") or self.data.get("id") or "untitled")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the dashboard. ``path`` leads to it."""

    path: Path
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What queries call it."""
        return str(self.data.get("name") or "")


@dataclass(frozen=True)
class Dashboard:
    """A dashboard: its JSON text at ``path`` in the resource, and what the text holds.

    ``data`` is empty and ``problem`` set when the text is no JSON object.
    """

    resource: Resource
    path: Path
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    offset: int = 0

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """All panels, those in rows too (of the classic and of the oldest schema)."""
        return tuple(_panels(self.data, self.sources))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of the classic schema."""
        return tuple(
            Variable(("templating", "list", number), item)
            for number, item in items(self.data, "templating", "list")
        )

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The kind of data source that each data source variable stands for."""
        return {
            v.name: str(v.data.get("query")) for v in self.variables if v.data.get("type") == "datasource"
        }

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    def inside(self, path: Path = ()) -> Inside:
        """Where something of the dashboard stands in its text."""
        return line_and_column(self.text, self.offset) if self.problem else self._places.of(path)

    def breach(self, path: Path, message: str, fix: str = "") -> Breach:
        """A breach at a place of the dashboard."""
        return Breach(self.resource, self.path, message, fix, inside=self.inside(path))


def _panels(
    data: Mapping[str, Any], sources: Mapping[str, str], path: Path = (), deep: int = 0
) -> Iterator[Panel]:
    for number, row in items(data, "rows"):
        yield from _panels(row, sources, (*path, "rows", number), deep + 1)
    for number, panel in items(data, "panels"):
        where = (*path, "panels", number)
        if panel.get("type") != "row":
            yield Panel(where, panel, tuple(_targets(panel, where, sources)))
        if deep < 3:
            yield from _panels(panel, sources, where, deep + 1)


def _targets(panel: Mapping[str, Any], path: Path, sources: Mapping[str, str]) -> Iterator[Target]:
    for number, target in items(panel, "targets"):
        given = target.get("datasource") or panel.get("datasource")
        yield Target((*path, "targets", number), target, _source(given, sources))


def _source(given: Any, sources: Mapping[str, str]) -> str:
    """The kind of a data source, said by a mapping, or by the variable that it is."""
    kind = mapping(given).get("type")
    named = given if isinstance(given, str) else mapping(given).get("uid")
    variable = (
        named.strip("${}").partition(":")[0] if isinstance(named, str) and named.startswith("$") else ""
    )
    if isinstance(kind, str) and not kind.startswith("$"):
        return kind
    return sources.get(variable, "")

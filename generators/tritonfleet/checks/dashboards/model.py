"""Dashboards as values: panels, their queries and the variables, with their places in the JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tritonfleet.checks.dashboards.place import line_and_column, place
from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.rule import Breach, Inside
from tritonfleet.checks.world import World

LABEL = "grafana_dashboard"
"""The label by which Grafana's sidecar finds ConfigMaps, unless its LABEL says otherwise."""


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

    def inside(self, path: Path = ()) -> Inside:
        """Where something of the dashboard stands in its text."""
        return place(self.text, path) if not self.problem else line_and_column(self.text, self.offset)

    def breach(self, path: Path, message: str, fix: str = "") -> Breach:
        """A breach at a place of the dashboard."""
        return Breach(self.resource, self.path, message, fix, inside=self.inside(path))


def dashboards(world: World) -> list[Dashboard]:
    """Every dashboard among the manifests."""
    found = [_parsed(*each) for each in _texts(world)]
    return [dashboard for dashboard in found if dashboard.problem or _is_dashboard(dashboard.data)]


def _texts(world: World) -> Iterator[tuple[Resource, Path, str]]:
    for resource in world.index.of_kind("ConfigMap"):
        for key, text in mapping(resource.data, "data").items():
            wanted = isinstance(text, str) and isinstance(key, str) and key.endswith(".json")
            if wanted and ('"panels"' in text or '"rows"' in text or LABEL in resource.labels):
                yield resource, ("data", key), text
    for resource in world.index.of_kind("GrafanaDashboard"):
        text = value(resource.data, "spec", "json")
        if isinstance(text, str):
            yield resource, ("spec", "json"), text


def _parsed(resource: Resource, path: Path, text: str) -> Dashboard:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return Dashboard(resource, path, text, problem=error.msg, offset=error.pos)
    except RecursionError:
        return Dashboard(resource, path, text)
    return Dashboard(resource, path, text, data if isinstance(data, dict) else {})


def _is_dashboard(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("panels"), list) or isinstance(data.get("rows"), list)


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

"""Dashboards of inference: those that read metrics of model servers or of GPUs. Others are not our matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.checks.dashboards import Dashboard, Panel
from tritonfleet.checks.promql import KnownUse, Purpose, Query, known_uses, queries
from tritonfleet.checks.world import World

SERVERS = frozenset({"triton", "vllm"})
_OURS = SERVERS | {"dcgm-exporter", "kserve"}
_VALUES = frozenset({"stat", "singlestat", "graph", "timeseries", "gauge", "bargauge"})
_MOST = 3


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard with the queries of its panels, and which metrics of inference they read."""

    dashboard: Dashboard
    queries: tuple[Query, ...]
    uses: tuple[KnownUse, ...]

    @property
    def panels(self) -> list[Panel]:
        """The panels that show values and ask for them."""
        return [panel for panel in self.dashboard.panels if panel.type in _VALUES and panel.targets]


def boards(world: World) -> list[Board]:
    """The dashboards of inference among the manifests."""
    return world.derived(_boards)


def named(titles: Sequence[str]) -> str:
    """```A`, `B`, `C` and 2 more``."""
    shown = ", ".join(f"`{title}`" for title in titles[:_MOST])
    return f"{shown} and {len(titles) - _MOST} more" if len(titles) > _MOST else shown


def _boards(world: World) -> list[Board]:
    asked: dict[int, list[Query]] = {}
    for query in world.derived(queries):
        if query.purpose is Purpose.PANEL and query.dashboard is not None:
            asked.setdefault(id(query.dashboard), []).append(query)
    read: dict[int, list[KnownUse]] = {}
    for use in known_uses(world):
        if use.metric.exporter in _OURS and use.query.purpose is Purpose.PANEL and use.query.dashboard:
            read.setdefault(id(use.query.dashboard), []).append(use)
    return [Board(_dashboard(asked[key]), tuple(asked[key]), tuple(uses)) for key, uses in read.items()]


def _dashboard(asked: Sequence[Query]) -> Dashboard:
    found = asked[0].dashboard
    assert found is not None
    return found

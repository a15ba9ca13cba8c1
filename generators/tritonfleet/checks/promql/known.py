"""Uses of metrics that the catalogue knows."""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Purpose, Query
from tritonfleet.checks.promql.syntax import VARIABLE
from tritonfleet.checks.promql.uses import Use
from tritonfleet.checks.world import World
from tritonfleet.metrics import Metric, metric

_CHOOSING = ("cluster", "namespace", "job", "service", "pod", "instance", "node", "hostname", "Hostname")
"""Labels that tell the series of a service, or of a node, from another's."""


@dataclass(frozen=True, slots=True)
class KnownUse:
    """A use of a metric in a query. ``name`` is the name of its series."""

    query: Query
    use: Use
    metric: Metric
    name: str

    @property
    def of_any_server(self) -> bool:
        """Whether it is in a dashboard whose reader chooses the service: some have a series, and some have not."""
        shown = self.query.purpose in (Purpose.PANEL, Purpose.VARIABLE)
        return shown and any(
            VARIABLE.search(m.value) for m in self.use.selector.matchers if m.label in _CHOOSING
        )


def known_uses(world: World) -> list[KnownUse]:
    """Every use of a metric that the catalogue knows, query by query."""
    return world.derived(_known_uses)


def _known_uses(world: World) -> list[KnownUse]:
    found = []
    for query in world.derived(queries):
        for use in query.uses:
            name = use.selector.metric
            known = metric(name) if name else None
            if name is not None and known is not None:
                found.append(KnownUse(query, use, known, name))
    return found

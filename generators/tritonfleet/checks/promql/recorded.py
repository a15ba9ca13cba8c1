"""Series that rules among the manifests record: which labels they carry, which of these have one value, how often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql.durations import seconds
from tritonfleet.checks.promql.meaning import grouping
from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Purpose, Query
from tritonfleet.checks.promql.syntax import Selector
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording rule. ``labels``: those that its series may carry, None where the source series decide.

    ``fixed``: labels with the one value that they have. ``interval``: seconds between evaluations, None when unknown.
    """

    query: Query
    labels: frozenset[str] | None
    fixed: Mapping[str, str]
    interval: float | None

    def answers(self, selector: Selector) -> bool:
        """Whether its series may fit what a selector asks for besides the name."""
        asked = ((m.label, m.literal) for m in selector.matchers if m.literal)
        return all(self.fixed.get(label, text) == text for label, text in asked)


def recordings(world: World) -> Mapping[str, Sequence[Recording]]:
    """The recording rules by the name of their series."""
    return world.derived(_recordings)


def _recordings(world: World) -> Mapping[str, Sequence[Recording]]:
    found: dict[str, list[Recording]] = defaultdict(list)
    for query in world.derived(queries):
        if query.purpose is Purpose.RECORD and query.name:
            found[query.name].append(_recording(query))
    return dict(found)


def _recording(query: Query) -> Recording:
    data = query.resource.data
    own = {
        key: text for key, text in mapping(data, *query.subject, "labels").items() if isinstance(text, str)
    }
    kept = grouping(query.expression) if query.expression is not None else None
    interval = mapping(data, *query.subject[:-2]).get("interval")
    return Recording(
        query,
        None if kept is None else kept | set(own),
        _fixed(query, kept or frozenset()) | own,
        seconds(interval) if isinstance(interval, str) else None,
    )


def _fixed(query: Query, kept: frozenset[str]) -> dict[str, str]:
    """The labels that are kept and for which every selector asks for the same value."""
    found = {}
    for label in kept:
        asked = [use.selector.matcher(label) for use in query.uses]
        values = {matcher.literal if matcher else None for matcher in asked}
        text = values.pop() if len(values) == 1 else None
        if text:
            found[label] = text
    return found

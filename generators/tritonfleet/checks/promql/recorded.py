"""Series that rules among the manifests record: which labels they carry, which of these have one value, how often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql.durations import seconds
from tritonfleet.checks.promql.meaning import grouping, is_scalar
from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Purpose, Query
from tritonfleet.checks.promql.syntax import Binary, Call, Expression, Negation, Selector, Subquery, walk
from tritonfleet.checks.world import World

_DEEP = 5
"""Series recorded from recorded series are followed so far."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording rule. ``own``: the labels that it adds.

    ``fixed``: labels with the one value that they have. ``interval``: seconds between evaluations, None when unknown.
    """

    query: Query
    own: Mapping[str, str]
    fixed: Mapping[str, str]
    interval: float | None

    def answers(self, selector: Selector) -> bool:
        """Whether its series may fit what a selector asks for besides the name."""
        asked = ((m.label, m.literal) for m in selector.matchers if m.literal)
        return all(self.fixed.get(label, text) == text for label, text in asked)


def recordings(world: World) -> Mapping[str, Sequence[Recording]]:
    """The recording rules by the name of their series."""
    return world.derived(_recordings)


def labels_kept(world: World, expression: Expression, depth: int = _DEEP) -> frozenset[str] | None:
    """The labels that a result may carry, recorded series followed to where they come from; None when unknown."""
    if (found := grouping(expression)) is not None or not depth:
        return found
    match expression:
        case Selector():
            return _of_records(world, expression, depth)
        case Subquery(expression=inner) | Negation(expression=inner):
            return labels_kept(world, inner, depth)
        case Call(function=name, arguments=(*_, last)) if name.endswith("_over_time"):
            return labels_kept(world, last, depth)
        case Binary(left=left, right=right):
            return labels_kept(world, right if is_scalar(left) else left, depth)
        case _:
            return None


def _of_records(world: World, selector: Selector, depth: int) -> frozenset[str] | None:
    rules = [each for each in recordings(world).get(selector.metric or "", ()) if each.answers(selector)]
    found: set[str] = set()
    for rule in rules:
        source = rule.query.expression
        kept = labels_kept(world, source, depth - 1) if source is not None else None
        if kept is None:
            return None
        found |= kept | set(rule.own)
    return frozenset(found) if rules else None


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
    interval = mapping(data, *query.subject[:-2]).get("interval")
    return Recording(
        query,
        own,
        _fixed(query) | own,
        seconds(interval) if isinstance(interval, str) else None,
    )


def _fixed(query: Query) -> dict[str, str]:
    """The labels for which every selector asks for the same value, and which nothing takes away or replaces."""
    if query.expression is None or any(_relabels(each) for each in walk(query.expression)):
        return {}
    kept, found = grouping(query.expression), {}
    for label in {matcher.label for use in query.uses for matcher in use.selector.matchers}:
        asked = [use.selector.matcher(label) for use in query.uses]
        values = {matcher.literal if matcher else None for matcher in asked}
        text = values.pop() if len(values) == 1 else None
        if text and (kept is None or label in kept):
            found[label] = text
    return found


def _relabels(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function.startswith("label_")

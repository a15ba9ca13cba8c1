"""Latency objectives, as far as rules state them: by the bucket of Triton's histogram that they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tritonfleet.checks.promql import KnownUse, Purpose, Query, Selector, known_uses
from tritonfleet.checks.world import World

LATENCY_HISTOGRAM = "nv_inference_first_response_histogram_ms"
_EITHER = re.compile(r"(\d+(?:\.\d+)?)(?:\((?:\\*\.|\[\.\])0[+*]?\)[?*])?")
"""``100``, ``100.0`` or ``100([.]0+)?``: one bound, perhaps in both forms."""
_PLACES = ("namespace", "job", "service")
_OWN = ("job", "service")
"""Labels that tell one service's series from another's."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A rule that counts the requests that were answered within ``milliseconds``."""

    query: Query
    selector: Selector
    milliseconds: float

    def is_of(self, selectors: Iterable[Selector]) -> bool:
        """Whether all selectors name the service that the objective names."""
        mine = _place(self.selector)
        return any(label in mine for label in _OWN) and all(_place(each) == mine for each in selectors)


def bucket_bound(known: KnownUse) -> str | None:
    """The one bound, in milliseconds, of the bucket of Triton's histogram that a use picks, as it is written."""
    matcher = known.use.selector.matcher("le")
    match = _EITHER.fullmatch(matcher.value) if matcher and matcher.operator in ("=", "=~") else None
    return match[1] if match is not None and known.metric.name == LATENCY_HISTOGRAM else None


def objectives(world: World) -> Sequence[Objective]:
    """Every objective that a rule among the manifests counts by."""
    return world.derived(_objectives)


def _objectives(world: World) -> Sequence[Objective]:
    found = []
    for known in known_uses(world):
        if known.query.purpose in (Purpose.RECORD, Purpose.ALERT) and (bound := bucket_bound(known)):
            found.append(Objective(known.query, known.use.selector, float(bound)))
    return found


def _place(selector: Selector) -> dict[str, str]:
    return {m.label: m.literal for m in selector.matchers if m.label in _PLACES and m.literal}

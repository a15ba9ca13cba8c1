"""What Prometheus answered to a panel's queries, with the names that Grafana gives the series."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.dashboards.preview.client import Prometheus, Refused, Track
from tritonfleet.dashboards.preview.panels import Shown, Target
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.dashboards.preview.variables import filled

_LABEL = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A query as it was asked, and the series that came; ``problem``: why Prometheus refused it."""

    target: Target
    expression: str
    tracks: tuple[Track, ...] = ()
    problem: str = ""

    def name(self, track: Track) -> str:
        """What Grafana's legend calls the series."""
        if self.target.legend:
            return _LABEL.sub(lambda use: track.labels.get(use[1], ""), self.target.legend).strip()
        labels = ", ".join(f'{label}="{value}"' for label, value in sorted(track.labels.items()))
        return f"{{{labels}}}" if labels else self.expression


def ask(panel: Shown, values: Mapping[str, str], prometheus: Prometheus, range: Range) -> list[Answer]:
    """The answers to a panel's queries. Raises InputError when Prometheus cannot be reached."""
    own = range.variables(panel.points)
    return [_answer(target, {**values, **own}, panel.points, prometheus, range) for target in panel.targets]


def _answer(
    target: Target, values: Mapping[str, str], points: int, prometheus: Prometheus, range: Range
) -> Answer:
    expression = filled(target.expression, values)
    try:
        if target.instant:
            return Answer(target, expression, tuple(prometheus.at(expression, range.end)))
        return Answer(target, expression, tuple(prometheus.over(expression, range, range.step(points))))
    except Refused as error:
        return Answer(target, expression, problem=str(error))

"""Asking everything a dashboard asks, and drawing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tritonfleet.dashboards.files import Shipped
from tritonfleet.dashboards.preview.answers import Answer, ask
from tritonfleet.dashboards.preview.client import Prometheus
from tritonfleet.dashboards.preview.drawing import draw
from tritonfleet.dashboards.preview.emptiness import Reasons
from tritonfleet.dashboards.preview.panels import Shown, panels
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.dashboards.preview.variables import Variable, names, resolve
from tritonfleet.errors import InputError
from tritonfleet.plotting import Form
from tritonfleet.suggest import suggest


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel with its answers and its picture (empty for a heading). ``reasons``: why queries gave nothing."""

    panel: Shown
    answers: Sequence[Answer]
    reasons: Sequence[str]
    picture: bytes

    @property
    def is_empty(self) -> bool:
        """Whether it asks something that should have an answer, and nothing came."""
        return bool(self.answers) and not self.panel.nothing and not any(a.tracks for a in self.answers)


@dataclass(frozen=True, slots=True)
class Preview:
    """A dashboard drawn, with the values of its variables."""

    dashboard: Shipped
    variables: Sequence[Variable]
    drawn: Sequence[Drawn]
    range: Range

    @property
    def empty(self) -> list[Drawn]:
        """The panels without data."""
        return [drawn for drawn in self.drawn if drawn.is_empty]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: over which time, with which values of variables, in which form."""

    range: Range
    chosen: Mapping[str, Sequence[str]]
    form: Form = Form.SVG
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dashboard whose variables have their values: what is left is to ask and to draw."""

    dashboard: Shipped
    variables: Sequence[Variable]
    prometheus: Prometheus
    wanted: Wanted
    reasons: Reasons

    def draw(self, tick: Callable[[], None] = lambda: None) -> Preview:
        """The dashboard drawn; ``tick`` is called after each panel. Raises as ``prepare``, and ToolMissing."""
        found = [self._panel(panel, tick) for panel in panels(self.dashboard.data)]
        return Preview(self.dashboard, self.variables, found, self.wanted.range)

    def _panel(self, panel: Shown, tick: Callable[[], None]) -> Drawn:
        values = {variable.name: variable.pattern for variable in self.variables}
        answers = ask(panel, values, self.prometheus, self.wanted.range)
        why = list(dict.fromkeys(reason for answer in answers for reason in self.reasons.why(answer)))
        form, titled = self.wanted.form, self.wanted.titled
        picture = draw(panel, answers, self.wanted.range, form, titled=titled) if answers else b""
        tick()
        return Drawn(panel, answers, why, picture)


def prepare(dashboards: Sequence[Shipped], prometheus: Prometheus, wanted: Wanted) -> list[Prepared]:
    """The dashboards with the values of their variables.

    Raises InputError for an unknown variable or value, and when Prometheus cannot be reached.
    """
    known = {name for dashboard in dashboards for name in names(dashboard.data)}
    for name in wanted.chosen:
        if name not in known:
            raise InputError.of(f"no dashboard here has a variable `{name}`", fix=suggest(name, known))
    reasons = Reasons(prometheus, wanted.range)
    return [
        Prepared(
            each, resolve(each.data, wanted.chosen, prometheus, wanted.range), prometheus, wanted, reasons
        )
        for each in dashboards
    ]


def preview(dashboards: Sequence[Shipped], prometheus: Prometheus, wanted: Wanted) -> list[Preview]:
    """Each dashboard drawn. Raises as ``prepare``, and ToolMissing without matplotlib."""
    return [each.draw() for each in prepare(dashboards, prometheus, wanted)]

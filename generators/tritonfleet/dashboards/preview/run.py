"""Asking everything a dashboard asks, and drawing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def preview(
    dashboards: Sequence[Shipped],
    prometheus: Prometheus,
    wanted: Wanted,
    tick: Callable[[], None] = lambda: None,
) -> Iterable[Preview]:
    """Each dashboard drawn, one after the other; ``tick`` is called after each panel.

    Raises InputError for an unknown variable or value and when Prometheus cannot be reached, ToolMissing without
    matplotlib.
    """
    known = {name for dashboard in dashboards for name in names(dashboard.data)}
    for name in wanted.chosen:
        if name not in known:
            raise InputError.of(f"no dashboard here has a variable `{name}`", fix=suggest(name, known))
    reasons = Reasons(prometheus, wanted.range)
    return (_preview(dashboard, prometheus, wanted, reasons, tick) for dashboard in dashboards)


def _preview(
    dashboard: Shipped, prometheus: Prometheus, wanted: Wanted, reasons: Reasons, tick: Callable[[], None]
) -> Preview:
    variables = resolve(dashboard.data, wanted.chosen, prometheus, wanted.range)
    values = {variable.name: variable.pattern for variable in variables}
    drawn = []
    for panel in panels(dashboard.data):
        answers = ask(panel, values, prometheus, wanted.range)
        why = list(dict.fromkeys(reason for answer in answers for reason in reasons.why(answer)))
        picture = draw(panel, answers, wanted.range, wanted.form, titled=wanted.titled) if answers else b""
        drawn.append(Drawn(panel, answers, why, picture))
        tick()
    return Preview(dashboard, variables, drawn, wanted.range)

"""``tritonfleet dashboards preview``: how the dashboards look against a Prometheus."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.cli.output import console
from tritonfleet.errors import InputError, Location
from tritonfleet.words import count

if TYPE_CHECKING:
    from tritonfleet.dashboards.preview import Preview, Range

_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What is to be drawn: which dashboards (all, if none is named), from where, over which time, to which place."""

    names: Sequence[str]
    prometheus: str
    last: str
    until: str | None
    scrape: str
    variables: Sequence[str]
    output: Path
    require_data: bool


def run_preview(request: PreviewRequest) -> int:
    """Draw the dashboards. Exit code 1 when data is required and a panel is empty."""
    from tritonfleet.dashboards import dashboard, shipped
    from tritonfleet.dashboards.preview import Prometheus, Wanted, prepare
    from tritonfleet.plotting import Form
    from tritonfleet.tools import Progress

    dashboards = [dashboard(name) for name in request.names] or shipped()
    prometheus, chosen = Prometheus(request.prometheus), _variables(request.variables)
    as_page = request.output.suffix in (".html", ".htm")
    wanted = Wanted(_range(request), chosen, Form.SVG if as_page else Form.PNG, titled=not as_page)
    prepared = prepare(dashboards, prometheus, wanted)
    with Progress().step(f"drawing {count(len(dashboards), 'dashboard')}") as tick:
        found = [each.draw(tick) for each in prepared]
    (_write_page if as_page else _write_pictures)(found, request)
    _report(found, request.output)
    return int(request.require_data and any(each.empty for each in found))


def _report(previews: Sequence[Preview], output: Path) -> None:
    out = console()
    for each in previews:
        asked = sum(bool(drawn.answers) for drawn in each.drawn)
        out.print(f"{each.dashboard.name}: {asked - len(each.empty)} of {asked} panels have data")
        for drawn in each.empty:
            out.print(f"  {drawn.panel.title}: {'; '.join(drawn.reasons)}", markup=False)
    out.print(f"written to {output}", markup=False)


def _variables(given: Sequence[str]) -> dict[str, list[str]]:
    """``job=vision,speech`` as the variable and its values. Raises InputError when there is no ``=``."""
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, values = text.partition("=")
        if not equals or not name or not values:
            raise InputError.of(f"--var {text}: expected <variable>=<value>", fix="write --var job=vision")
        found.setdefault(name, []).extend(values.split(","))
    return found


def _range(request: PreviewRequest) -> Range:
    from tritonfleet.dashboards.preview import Range

    end = _moment(request.until) if request.until else time.time()
    return Range(end - _seconds("--last", request.last), end, _seconds("--scrape-interval", request.scrape))


def _seconds(option: str, text: str) -> float:
    from tritonfleet.checks.promql.durations import seconds

    found = seconds(text)
    if not found:
        raise InputError.of(f"{option} {text}: expected a duration", fix="write 15s, 30m, 6h or 7d")
    return found


def _moment(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"--until {text}: expected a date and time"
        raise InputError.of(message, fix="write 2026-11-22T15:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _write_page(previews: Sequence[Preview], request: PreviewRequest) -> None:
    from tritonfleet.dashboards.preview.page import page

    _write(request.output, page(previews, request.prometheus).encode())


def _write_pictures(previews: Sequence[Preview], request: PreviewRequest) -> None:
    """A folder for each dashboard, a picture for each panel."""
    for each in previews:
        for drawn in each.drawn:
            if drawn.picture:
                slug = _SLUG.sub("-", drawn.panel.title.lower()).strip("-")
                name = f"{drawn.panel.id:02d}-{slug}.png"
                _write(request.output / each.dashboard.name / name, drawn.picture)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InputError.of(f"cannot write the preview: {error.strerror}", Location(str(path))) from None

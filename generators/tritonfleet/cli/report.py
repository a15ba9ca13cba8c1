"""``tritonfleet report``: the plan as a picture, in one HTML file."""

from __future__ import annotations

from pathlib import Path

from tritonfleet.cli.output import console, progress
from tritonfleet.cli.planning import Solving, all_unmet, solve_fleet
from tritonfleet.errors import InputError, Location


def run_report(path: Path, output: Path, how: Solving) -> int:
    """Write the report. Exit code 1 when something has no place; the report then says so first."""
    with progress() as show:
        planned = solve_fleet(path, how, show)
    from tritonfleet.picture.html import render_html
    from tritonfleet.pipeline.drawing import fleet_map

    shown = fleet_map(planned)
    try:
        output.write_text(render_html(shown), encoding="utf-8")
    except OSError as error:
        raise InputError.of(f"cannot write the report: {error.strerror}", Location(str(output))) from None
    console().print(f"{output}: {len(shown.gpus)} GPUs, {shown.bound or 'nothing to place'}")
    return int(any(all_unmet(planned)))

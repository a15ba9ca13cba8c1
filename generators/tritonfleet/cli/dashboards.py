"""``tritonfleet dashboards``: which there are, and how they would look against a Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

dashboards_app = typer.Typer(
    help="The Grafana dashboards: which there are, and what they show of a Prometheus.", no_args_is_help=True
)


@dashboards_app.command("list")
def dashboards_list() -> None:
    """List the dashboards that charts/triton-platform ships."""
    from rich.table import Table

    from tritonfleet.cli.output import console
    from tritonfleet.dashboards import shipped

    table = Table("Name", "uid", "Panels", "Title", box=None, pad_edge=False, header_style="bold")
    for each in shipped():
        panels = sum(panel["type"] != "row" for panel in each.data["panels"])
        table.add_row(each.name, str(each.data["uid"]), str(panels), each.title)
    console().print(table)


@dashboards_app.command("preview")
def dashboards_preview(
    names: Annotated[list[str] | None, typer.Argument(help="Which dashboards; default: all.")] = None,
    prometheus: Annotated[str, typer.Option(help="The address of a Prometheus.")] = "http://127.0.0.1:9090",
    last: Annotated[str, typer.Option(help="How far back, such as 15m, 6h or 7d.")] = "1h",
    until: Annotated[
        str | None, typer.Option(help="The end, such as 2026-11-22T15:00:00Z; default: now.")
    ] = None,
    scrape_interval: Annotated[
        str, typer.Option(help="Time between two scrapes, as Grafana's data source is told.")
    ] = "15s",
    var: Annotated[
        list[str] | None, typer.Option(help="A variable's values: job=vision or model=a,b (repeatable).")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The page to write (.html), or a folder of PNG pictures.")
    ] = Path("build/dashboards.html"),
    require_data: Annotated[
        bool, typer.Option("--require-data", help="Exit 1 when a panel is empty.")
    ] = False,
) -> None:
    """Draw every panel from a Prometheus, and say which are empty and why."""
    from tritonfleet.cli.dashboards_preview import PreviewRequest, run_preview

    request = PreviewRequest(
        names or [], prometheus, last, until, scrape_interval, var or [], output, require_data
    )
    raise typer.Exit(run_preview(request))

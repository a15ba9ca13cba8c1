"""``tritonfleet metrics``: which metrics exist, what each counts, and whether an exporter writes them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tritonfleet.cli.output import print_json

if TYPE_CHECKING:
    from tritonfleet.metrics import Metric

metrics_app = typer.Typer(
    help="Metrics of Triton and of all that is scraped beside it: which exist, what they count, are they there.",
    no_args_is_help=True,
)


class Style(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


Exporter = Annotated[
    str | None, typer.Option(help="Whose: triton, dcgm-exporter, keda, kube-state-metrics and others.")
]
Triton = Annotated[
    str | None, typer.Option(metavar="RELEASE", help="Triton's, in this release, such as 24.10.")
]
Release = Annotated[
    str | None, typer.Option(help="In this release of the exporter, such as 4.5.3-4.8.2 of dcgm-exporter.")
]
Written = Annotated[Style, typer.Option("--format", help="How the answer is written.")]


@metrics_app.command("list")
def metrics_list(
    exporter: Exporter = None,
    triton: Triton = None,
    release: Release = None,
    search: Annotated[str | None, typer.Option(help="Only metrics whose page says this text.")] = None,
    format: Written = Style.TEXT,
) -> None:
    """List metrics: type, unit, releases, what switches each on, what it counts."""
    from tritonfleet.cli import metrics_json, metrics_text
    from tritonfleet.metrics.asking import asked, search_metrics

    found = search_metrics(asked(exporter, triton, release), search or "")
    if format is Style.JSON:
        print_json({"metrics": [metrics_json.details(each) for each in found]})
    else:
        metrics_text.print_list(found)


@metrics_app.command("show")
def metrics_show(
    name: Annotated[str, typer.Argument(help="A metric, or a series of one such as …_bucket.")],
    format: Written = Style.TEXT,
) -> None:
    """Show a metric: what it counts and what it does not, its labels, releases and switch, and the sources."""
    from tritonfleet.cli import metrics_json, metrics_text

    found = _metric(name)
    if format is Style.JSON:
        print_json(metrics_json.details(found))
    else:
        metrics_text.print_details(found)


@metrics_app.command("compare")
def metrics_compare(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|-", help="What an exporter answers: a file, http://…/metrics, - for stdin."
        ),
    ],
    exporter: Exporter = None,
    triton: Triton = None,
    release: Release = None,
    format: Written = Style.TEXT,
) -> None:
    """Hold what an exporter writes against the catalogue; exit 1 if they differ."""
    from tritonfleet.cli import metrics_json, metrics_text
    from tritonfleet.cli.exposed import read_exposed
    from tritonfleet.metrics.asking import asked
    from tritonfleet.metrics.comparison import compare

    wanted = asked(exporter, triton, release)
    exposed, whose = read_exposed(source, wanted.exporter)
    found = compare(exposed, whose, wanted.release)
    if format is Style.JSON:
        print_json(metrics_json.comparison(found))
    else:
        metrics_text.print_comparison(found)
    raise typer.Exit(int(bool(found.differences)))


def _metric(name: str) -> Metric:
    from tritonfleet.errors import InputError
    from tritonfleet.metrics import exporters, metric
    from tritonfleet.suggest import suggest

    found = metric(name.strip())
    if found is None:
        names = [series for each in exporters().values() for series in each.series]
        raise InputError.of(f"there is no metric `{name}` in the catalogue", fix=suggest(name, names))
    return found

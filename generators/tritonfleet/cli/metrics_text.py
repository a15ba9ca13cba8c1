"""What ``tritonfleet metrics`` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tritonfleet.cli.metrics_json import mentioned_by
from tritonfleet.cli.output import console, plain_table
from tritonfleet.metrics import Metric, exporters
from tritonfleet.metrics.wording import releases, scope, switch
from tritonfleet.words import count

if TYPE_CHECKING:
    from tritonfleet.metrics.comparison import Comparison


def print_list(found: Sequence[Metric]) -> None:
    """A line a metric, by exporter."""
    out = console()
    for name, group in groupby(found, key=lambda metric: metric.exporter):
        out.print(f"[bold]{name}[/]  {exporters()[name].about}", soft_wrap=False)
        table = plain_table("  metric", "type", "unit", "releases", "switch", "what it counts")
        for metric in group:
            state = "off" if metric.switch and not metric.switch.default else ""
            state = "not by default" if not metric.default else state
            table.add_row(f"  {metric.name}", metric.kind, metric.unit, releases(metric), state, metric.about)
        out.print(table)
        out.print()
    shown = count(len(found), "metric")
    out.print(f"{shown}; `tritonfleet metrics show {found[0].name}` tells more")


def print_details(metric: Metric) -> None:
    """Everything the catalogue knows of a metric."""
    out = console()
    unit = f", {metric.unit}" if metric.unit else ""
    out.print(f"[bold]{metric.name}[/] ({metric.kind}{unit}) of {metric.exporter}")
    if metric.about:
        out.print(f"{metric.about[0].upper()}{metric.about[1:]}.")
    _print_list("What it does not count, and other traps", metric.excludes)
    table = plain_table("", "")
    for title, text in _facts(metric):
        table.add_row(f"[bold]{title}[/]", text)
    table.show_header = False
    out.print()
    out.print(table)


def print_comparison(found: Comparison) -> None:
    """The differences, then what need not be there, then how much agrees."""
    out = console()
    table = plain_table("difference", "metric", "")
    for each in found.differences:
        table.add_row(f"[red]{each.mismatch}[/]", each.metric, each.message)
    if found.differences:
        out.print(table)
        out.print()
    for why, group in groupby(sorted(found.absent, key=lambda name: found.absent[name]), found.absent.get):
        out.print(f"[dim]not written ({why}):[/] {', '.join(group)}", soft_wrap=False)
    of = f"{found.exporter} {found.release}".strip()
    agree = f"{count(len(found.matching), 'metric')} as the catalogue of {of} says"
    out.print(f"{agree}, {count(len(found.differences), 'difference')}")


def _facts(metric: Metric) -> list[tuple[str, str]]:
    optional = [f"{label} (under conditions)" for label in metric.optional]
    conditions = exporters()[metric.exporter].added_labels
    facts = [
        ("series", ", ".join(metric.series())),
        ("labels", ", ".join((*metric.labels, *optional)) or "none of its own"),
        *((f"  {label}", text) for label, text in conditions.items() if label in metric.optional),
        *((f"  {label}", f"since {since}") for label, since in metric.label_since.items()),
        ("releases", releases(metric) or "all"),
        ("switch", switch(metric)),
        ("may be missing if", metric.absent_if),
        ("describes", scope(metric)),
        ("MIG", "" if metric.mig else "not measured on a slice"),
        ("use instead", metric.instead),
        ("queries", ", ".join(mentioned_by(metric))),
        ("source", metric.source),
    ]
    return [(title, text) for title, text in facts if text]


def _print_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        out = console()
        out.print(f"\n[bold]{title}[/]")
        for line in lines:
            out.print(f"  - {line}", markup=False)

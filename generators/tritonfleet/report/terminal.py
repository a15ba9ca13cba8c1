"""The report on a terminal: by file and object, the same finding on many objects told once, a table at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.report.folding import Told, folded
from tritonfleet.report.wording import printable, summary, title_of, undecided

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from tritonfleet.checks.engine import Report

WIDEST = 120
"""Columns: longer lines are hard to read."""
NAMED = 3
"""So many of the other objects of a finding are named; the rest are counted."""
TABLE_FROM = 6
"""From so many findings on, a table says where to begin."""

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def write_to_terminal(report: Report, stream: TextIO) -> None:
    """The findings, what could not be decided, which rules found how much, and a summary."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    for part in _parts(report):
        console.print(part)
    _print_end(report, console)


def _parts(report: Report) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    for file, in_file in groupby(folded(report.findings), key=lambda told: _file(told.finding)):
        yield Text(f"\n{printable(file)}", style="bold underline")
        for ref, on_object in groupby(in_file, key=lambda told: told.finding.object):
            if ref:
                yield Text(f"  {printable(str(ref))}", style="bold")
            for told in on_object:
                yield Padding(_head(told.finding), (0, 0, 0, 4), expand=False)
                yield Padding(_body(told), (0, 0, 0, 6), expand=False)
    if len(report.findings) >= TABLE_FROM:
        yield ""
        yield _table(report.findings)


def _file(finding: Finding) -> str:
    return finding.location.file if finding.location else ""


def _head(finding: Finding) -> Text:
    """``error GPU104 at 12:9 spec.containers[0].resources``."""
    from rich.text import Text

    at = finding.location
    place = f" at {at.line}:{at.column}" if at and at.line else ""
    return Text.assemble(
        (f"{finding.severity} {finding.rule}", _STYLES[finding.severity]),
        (place, "dim"),
        (f" {printable(finding.path)}" if finding.path else "", "dim"),
    )


def _body(told: Told) -> Text:
    from rich.text import Text

    finding = told.finding
    text = Text(printable(finding.message))
    if finding.fix:
        text.append(f"\n→ {printable(finding.fix)}", style="green")
    text.highlight_regex("`[^`]+`", "bold")
    # What the message names stands there already.
    unnamed = [str(r) for r in finding.related if r.name not in finding.message and r != finding.object]
    if unnamed:
        text.append(f"\nsee {_some(unnamed)}", style="dim")
    if told.others:
        others = [_named(other) for other in told.others]
        text.append(f"\nthe same on {len(others)} more: {_some(others)}", style="dim")
    return text


def _named(finding: Finding) -> str:
    where = str(finding.location) if finding.location else ""
    return f"{finding.object} ({where})" if finding.object and where else str(finding.object or where)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return printable(f"{shown}, and {len(names) - NAMED} more" if len(names) > NAMED else shown)


def _table(findings: Sequence[Finding]) -> Table:
    """Which rules found how much: the worst first, then the most frequent."""
    from rich.table import Table

    table = Table("rule", "severity", "what", box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("found", justify="right")
    counts = Counter((finding.severity, finding.rule) for finding in findings)
    for (severity, rule), number in sorted(counts.items(), key=lambda c: (-c[0][0].rank, -c[1], c[0][1])):
        table.add_row(rule, severity, title_of(rule), str(number), style=_STYLES[severity])
    return table


def _print_end(report: Report, console: Console) -> None:
    from rich.text import Text

    if report.findings:
        console.print()
    for line in undecided(report):
        console.print(Text(printable(f"skipped: {line}"), style="dim"))
    for stale in report.stale:
        console.print(Text(printable(f"nothing to ignore any more: {stale}"), style="dim"))
    worst = next((severity for severity in Severity if report.count(severity)), None)
    console.print(Text(summary(report), style=_STYLES[worst] if worst else "bold green"))
    if worst:
        first = next(finding.rule for finding in report.findings if finding.severity is worst)
        console.print(Text(f"`tritonfleet explain {first}` says why, and shows an example", style="dim"))

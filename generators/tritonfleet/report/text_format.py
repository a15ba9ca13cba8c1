"""The report for people: in colour and by file and object on a terminal, one line a finding elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from tritonfleet.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from tritonfleet.checks.engine import Report

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def write(report: Report, stream: TextIO) -> None:
    """The findings, what could not be decided, and a summary."""
    if stream.isatty():
        _write_in_colour(report, stream)
    else:
        _write_plain(report, stream)


def _write_plain(report: Report, stream: TextIO) -> None:
    for finding in report.findings:
        stream.write(f"{_line(finding)}\n")
    for line in undecided(report):
        stream.write(f"skipped: {line}\n")
    for stale in report.stale:
        stream.write(f"nothing to ignore any more: {printable(stale)}\n")
    stream.write(f"{summary(report)}\n")


def _line(finding: Finding) -> str:
    where = f"{finding.location}: " if finding.location else ""
    what = " ".join(str(part) for part in (finding.object, finding.path) if part)
    fix = f" ({finding.fix})" if finding.fix else ""
    line = f"{where}{finding.severity}: {what + ': ' if what else ''}{finding.message}{fix} [{finding.rule}]"
    return printable(line)


def printable(text: str) -> str:
    """The text on one line, without anything that a terminal would act on."""
    return _CONTROL.sub("\ufffd", " ".join(text.splitlines()))


def undecided(report: Report) -> list[str]:
    """A line for each fact that was missing: ``GPU101, GPU104 need the nodes with GPUs (…)``."""
    rules: dict[str, list[str]] = {}
    for skipped in report.skipped:
        rules.setdefault(skipped.needs, []).append(skipped.rule)
    return [f"{', '.join(ids)} need{'s' * (len(ids) == 1)} {needs}" for needs, ids in rules.items()]


def summary(report: Report) -> str:
    """One line: ``2 errors, 1 warning in 34 objects, by 33 rules``, and how many lacked facts."""
    counts = [_counted(report.count(severity), severity.value) for severity in Severity]
    found = ", ".join(count for count in counts if not count.startswith("0 ")) or "nothing wrong"
    undecided = len({skipped.rule for skipped in report.skipped})
    lacking = f", of which {undecided} could not decide everything" if undecided else ""
    left = f", {len(report.suppressed)} suppressed ({_means(report)})" if report.suppressed else ""
    looked = f"{_counted(report.objects, 'object')}, by {_counted(len(report.rules), 'rule')}"
    return f"{found} in {looked}{lacking}{left}"


def _means(report: Report) -> str:
    by = Counter(suppressed.by for suppressed in report.suppressed)
    return ", ".join(f"{count} by {means}" for means, count in sorted(by.items()))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _write_in_colour(report: Report, stream: TextIO) -> None:
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for file, in_file in groupby(report.findings, key=lambda f: f.location.file if f.location else ""):
        console.print(f"\n{file}", style="bold underline", markup=False)
        for ref, on_object in groupby(in_file, key=lambda f: f.object):
            if ref:
                console.print(f"  {ref}", style="bold", markup=False)
            for finding in on_object:
                _print_finding(console, finding)
    if report.findings:
        console.print(_table(report.findings))
    for line in undecided(report):
        console.print(f"skipped: {line}", style="dim", markup=False)
    for stale in report.stale:
        console.print(f"nothing to ignore any more: {printable(stale)}", style="dim", markup=False)
    colour = next((_STYLES[s] for s in Severity if report.count(s)), "bold green")
    console.print(summary(report), style=colour, markup=False)


def _print_finding(console: Console, finding: Finding) -> None:
    from rich.padding import Padding
    from rich.text import Text

    at = finding.location
    place = f"{at.line}:{at.column} " if at and at.line else ""
    text = Text.assemble(
        (place, "dim"), (f"{finding.rule} ", _STYLES[finding.severity]), (f"{finding.path} ", "magenta")
    )
    text.append(printable(finding.message))
    if finding.fix:
        text.append(f"\n→ {printable(finding.fix)}", style="green")
    console.print(Padding(text, (0, 0, 0, 4)))


def _table(findings: tuple[Finding, ...]) -> Table:
    from rich.table import Table

    table = Table("rule", "severity", "what", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("found", justify="right")
    for (rule, severity), number in sorted(Counter((f.rule, f.severity) for f in findings).items()):
        table.add_row(rule, severity.value, title_of(rule), str(number), style=_STYLES[severity])
    return table


def title_of(rule_id: str) -> str:
    """A rule's title; empty for the rules of the fleet and of Triton, which are not in the registry."""
    from tritonfleet.checks.registry import rule

    try:
        return rule(rule_id).title
    except KeyError:
        return ""

"""The report as a section of Markdown, for the summary of a CI job."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Finding
from tritonfleet.report.wording import encodable, printable, subject, summary, undecided

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

MOST_ROWS = 500
"""GitHub refuses a summary above 1 MiB."""
LONGEST_CELL = 600
"""Characters."""


def as_markdown(report: Report) -> str:
    """A heading, a table of the findings with the worst first, and what could not be decided."""
    return encodable("\n".join(_lines(report))) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"### tritonfleet: {summary(report)}\n"
    findings = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    if findings:
        yield "| severity | rule | where | what | how to mend it |\n|---|---|---|---|---|"
        yield from map(_row, findings[:MOST_ROWS])
    if len(findings) > MOST_ROWS:
        yield f"\n{len(findings) - MOST_ROWS} more are in the log."
    if report.skipped:
        yield "\n<details><summary>Not everything could be decided</summary>\n"
        yield from (f"- {_cell(line)}" for line in undecided(report))
        yield "\n</details>"


def _row(finding: Finding) -> str:
    where = " ".join(str(part) for part in (finding.location, subject(finding)) if part)
    cells = (finding.severity, finding.rule, where, finding.message, finding.fix)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """The text in one cell, as it is: no markup of its own, but code in backticks."""
    short = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
    parts = printable(short).replace("|", "\\|").split("`")
    # Within code Markdown shows entities as they are written.
    return "`".join(part if place % 2 else html.escape(part, quote=False) for place, part in enumerate(parts))

"""The report for people: laid out on a terminal, one line a finding elsewhere, for ``grep`` and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tritonfleet.checks.finding import Finding
from tritonfleet.report.wording import printable, subject, summary, undecided

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report


def write(report: Report, stream: TextIO) -> None:
    """The findings, what could not be decided, and a summary."""
    if stream.isatty():
        from tritonfleet.report.terminal import write_to_terminal

        write_to_terminal(report, stream)
        return
    lines = [
        *map(_line, report.findings),
        *(f"skipped: {printable(line)}" for line in undecided(report)),
        *(f"nothing to ignore any more: {printable(stale)}" for stale in report.stale),
        summary(report),
    ]
    stream.write("\n".join(lines) + "\n")


def _line(finding: Finding) -> str:
    where = f"{finding.location}: " if finding.location else ""
    what = subject(finding)
    fix = f" ({finding.fix})" if finding.fix else ""
    line = f"{where}{finding.severity}: {what + ': ' if what else ''}{finding.message}{fix} [{finding.rule}]"
    return printable(line)

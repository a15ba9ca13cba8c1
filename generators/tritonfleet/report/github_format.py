"""The report as GitHub Actions workflow commands, which show up as annotations on the lines, and a job summary.

GitHub shows ten annotations of each level a step, the rest is in the log only; so all findings go into the summary
of the job as well, where the variable GITHUB_STEP_SUMMARY says that there is one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.errors import InputError, Location
from tritonfleet.report.markdown import as_markdown
from tritonfleet.report.wording import STDIN, encodable, printable, subject, summary, title_of, undecided

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, stream: TextIO) -> None:
    """One command a finding, the worst first, a notice for what could not be decided, and the summary."""
    findings = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    lines = [_command(finding) for finding in findings]
    if report.skipped:
        needs = "; ".join(undecided(report))
        lines.append(f"::notice title=Not everything could be decided::{_escaped(needs)}")
    lines.append(summary(report))
    stream.write(encodable("\n".join(lines)) + "\n")
    if job_summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        _append(as_markdown(report), Path(job_summary))


def _append(text: str, file: Path) -> None:
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError.of(f"the job summary cannot be written: {reason}", Location(str(file))) from None


def _command(finding: Finding) -> str:
    # What came by standard input is no file of the repository.
    at = finding.location if finding.location and finding.location.file != STDIN else None
    properties = {
        "file": at.file if at else "",
        "line": str(at.line) if at and at.line else "",
        "col": str(at.column) if at and at.column else "",
        "title": f"{finding.rule} {title_of(finding.rule)}".strip(),
    }
    given = ",".join(f"{key}={_property(text)}" for key, text in properties.items() if text)
    what = subject(finding)
    message = f"{what}: {finding.message}" if what else finding.message
    place = str(finding.location) if finding.location and not at else ""
    shown = "\n".join(printable(part) for part in (message, finding.fix, place) if part)
    return f"::{_COMMANDS[finding.severity]} {given}::{_escaped(shown)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

"""The report as GitHub Actions workflow commands, which show up as annotations on the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.report.text_format import summary, title_of, undecided

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, stream: TextIO) -> None:
    """One command a finding, a notice for what could not be decided, and the summary."""
    for finding in report.findings:
        stream.write(f"{_command(finding)}\n")
    if report.skipped:
        needs = "; ".join(undecided(report))
        stream.write(f"::notice title=Not everything could be decided::{_escaped(needs)}\n")
    stream.write(f"{summary(report)}\n")


def _command(finding: Finding) -> str:
    at = finding.location
    properties = {
        "file": at.file if at else "",
        "line": str(at.line) if at and at.line else "",
        "col": str(at.column) if at and at.column else "",
        "title": f"{finding.rule} {title_of(finding.rule)}".strip(),
    }
    given = ",".join(f"{key}={_property(text)}" for key, text in properties.items() if text)
    what = " ".join(str(part) for part in (finding.object, finding.path) if part)
    message = f"{what}: {finding.message}" if what else finding.message
    if finding.fix:
        message += f"\n{finding.fix}"
    return f"::{_COMMANDS[finding.severity]} {given}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

"""A run's report in the form somebody wants to read: a person, a program, or a CI system."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, TextIO, get_args

from tritonfleet.checks.finding import Severity
from tritonfleet.errors import InputError

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

Format = Literal["text", "json", "sarif", "junit", "github"]
FORMATS: tuple[str, ...] = get_args(Format)


def write(report: Report, style: str, stream: TextIO) -> None:
    """Write the report in one of FORMATS. Raises InputError for any other."""
    if style not in FORMATS:
        raise InputError.of(f"no report format is called {style}", fix=f"one of {', '.join(FORMATS)}")
    import_module(f"tritonfleet.report.{style}_format").write(report, stream)


def exit_code(report: Report, fail_on: Severity = Severity.ERROR) -> int:
    """1 when something at least as bad as ``fail_on`` was found, else 0."""
    return int(any(finding.severity.rank >= fail_on.rank for finding in report.findings))

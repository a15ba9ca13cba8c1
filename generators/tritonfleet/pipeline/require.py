"""Broken rules of the fleet, as errors that stop the run or as findings that do not."""

from __future__ import annotations

from collections.abc import Iterable

from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.errors import InputError, Problem
from tritonfleet.spec.consistency import Broken
from tritonfleet.spec.load import FleetFile


def require(file: FleetFile, broken: Iterable[Broken]) -> list[Finding]:
    """Raise InputError for every distinct error; return the rest as findings."""
    distinct = list(dict.fromkeys(broken))
    errors = [found for found in distinct if found.severity is Severity.ERROR]
    if errors:
        problems = {Problem(e.message, file.location(e.path), e.fix, e.rule, e.mend): None for e in errors}
        raise InputError(*problems)
    return [
        Finding(
            b.rule,
            b.severity,
            b.message,
            b.fix,
            path=".".join(map(str, b.path)),
            location=file.location(b.path),
            mend=b.mend,
        )
        for b in distinct
    ]

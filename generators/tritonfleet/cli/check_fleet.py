"""Checking a fleet: its own rules, everything generated from it, the charts, and what lies on the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tritonfleet.checks import Finding, Report, Severity
from tritonfleet.checks.comments import apply_comments, read_comments
from tritonfleet.checks.registry import ids
from tritonfleet.cli.output import progress
from tritonfleet.errors import InputError
from tritonfleet.pipeline.drift import drift
from tritonfleet.pipeline.lint import lint_charts
from tritonfleet.pipeline.origins import origins
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import generate
from tritonfleet.pipeline.store import open_store
from tritonfleet.pipeline.verify import verify


def check_fleet(path: Path) -> Report:
    """Every finding on the fleet. Errors of its own rules stop there, since nothing can be generated.

    Raises InputError for a file that is no fleet.
    """
    with open_store(path) as store, progress() as show:
        file = load(path, store)
        comments = read_comments(file.text, str(path))
        try:
            prepared = prepare(file, store, show)
        except InputError as error:
            return _stopped(error)
        generated = generate(prepared, store, show)
        report = verify(generated, store, show)
        others = [*prepared.warnings, *lint_charts(generated, store), *drift(generated, store)]
    whole = replace(report.adding(others), rules=ids())
    return apply_comments(whole, comments, origins(file), str(path))


def _stopped(error: InputError) -> Report:
    """The findings of a fleet that breaks its rules. Raises the error again if it says anything else."""
    problems = error.problems
    if not all(problem.rule for problem in problems):
        raise error
    findings = [
        Finding(p.rule, Severity.ERROR, p.message, p.fix, location=p.location, mend=p.mend) for p in problems
    ]
    return Report(rules=tuple(sorted({finding.rule for finding in findings}))).adding(findings)

"""``helm lint`` as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tritonfleet.checks.finding import Finding, Severity
from tritonfleet.errors import InputError, Location
from tritonfleet.render.chart import Chart
from tritonfleet.render.helm_process import helm

RULE = "GIT001"

_LINE = re.compile(r"^\[(?P<level>INFO|WARNING|ERROR)\] (?P<file>[^:]*): (?P<message>.*)$")
_SEVERITY = {"INFO": Severity.INFO, "WARNING": Severity.WARNING, "ERROR": Severity.ERROR}


def lint(
    chart_dir: Path, values_files: Sequence[Path] = (), *, kube_version: str | None = None
) -> list[Finding]:
    """What ``helm lint`` says about a chart with its defaults and with each of the values files.

    Raises InputError when there is no chart or Helm cannot lint at all, ToolMissing without it.
    """
    Chart.of(chart_dir)
    findings: dict[Finding, None] = {}
    for values in (None, *values_files):
        options = () if values is None else ("--values", values)
        output = helm("lint", chart_dir, *options, kube_version=kube_version)
        found = list(_findings(output.stdout, chart_dir, values))
        if output.code and not any(finding.severity is Severity.ERROR for finding in found):
            raise InputError.of(f"helm lint failed: {output.stderr.strip()[:500]}", Location(str(chart_dir)))
        findings.update(dict.fromkeys(found))
    return list(findings)


def _findings(stdout: str, chart_dir: Path, values: Path | None) -> Iterator[Finding]:
    with_values = f" (with {values})" if values else ""
    for line in _unfolded(stdout):
        if match := _LINE.match(line):
            severity = _SEVERITY[match["level"]]
            # Only what is wrong depends on the values; advice about the chart is the same with each of them.
            message = match["message"].strip() + (with_values if severity is Severity.ERROR else "")
            file = Location(str(chart_dir / match["file"].strip()))
            yield Finding(rule=RULE, severity=severity, message=message, location=file)


def _unfolded(stdout: str) -> Iterator[str]:
    """Helm's lines with those that continue a message appended to it."""
    current = ""
    for line in stdout.splitlines():
        if line.startswith("[") or not line.strip():
            yield current
            current = line
        elif current:
            current += f" {line.strip()}"
    yield current

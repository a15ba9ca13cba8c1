"""``tritonfleet check``: a fleet with everything generated from it, or any manifests."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tritonfleet.checks import Report
    from tritonfleet.render.inputs import ChartOptions

_FLEET = re.compile(rb"^[\"']?apiVersion[\"']?\s*:\s*[\"']?tritonfleet\.dev/", re.MULTILINE)


@dataclass(frozen=True)
class CheckRequest:
    """What to check, against which facts, by which rules, and what to do with the findings.

    ``fleet`` and ``environment`` give the facts for bare manifests. ``second_opinion``: ask kubeconform too.
    """

    paths: Sequence[str]
    style: str = "text"
    fail_on: str = "error"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    kubernetes: str | None = None
    fleet: Path | None = None
    environment: str | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    second_opinion: bool = False
    fix: bool = False
    only_diff: bool = False
    chart: ChartOptions | None = None
    fleets: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fleets", [path for path in self.paths if is_fleet(path)])


def run_check(request: CheckRequest) -> int:
    """Check and write the report on stdout; the exit code says whether something at or above ``fail_on`` was found."""
    from tritonfleet import report as reports
    from tritonfleet.checks.baseline import read_baseline, write_baseline
    from tritonfleet.checks.engine import require_known
    from tritonfleet.checks.finding import Severity

    require_known(*request.select, *request.ignore)
    known = read_baseline(request.baseline) if request.baseline else None
    if request.fix or request.only_diff:
        from tritonfleet.cli.fix import fix

        if "-" in request.paths:
            raise InputError.of("is no file that could be mended", Location("<stdin>"), "name the files")

        fix(lambda: _chosen(_report(request), request), write=request.fix)
        if request.only_diff:
            return 0
    report = _chosen(_report(request), request)
    if request.write_baseline:
        count = write_baseline(report.findings, request.write_baseline)
        sys.stderr.write(f"{request.write_baseline}: {count} findings are known from now on\n")
        return 0
    if known:
        report = known.apply(report)
    reports.write(report, request.style, sys.stdout)
    return reports.exit_code(report, Severity(request.fail_on))


def is_fleet(path: str) -> bool:
    """Whether this is a fleet file; a file that is missing is treated as one, for its name says what was meant."""
    file = Path(path)
    try:
        if not file.is_file():
            # A pipe can be read only once.
            return file.name == "fleet.yaml" and not file.exists()
        with file.open("rb") as stream:
            return _FLEET.search(stream.read(65536)) is not None
    except OSError:
        return False  # Whoever reads it says why that cannot be done.


def _report(request: CheckRequest) -> Report:
    if not request.fleets:
        from tritonfleet.cli.check_manifests import check_manifests

        return check_manifests(request)
    if len(request.paths) > 1:
        raise InputError.of("expected one fleet file, or manifests, not both", Location(request.fleets[0]))
    from tritonfleet.cli.check_fleet import check_fleet

    return check_fleet(Path(request.fleets[0]))


def _chosen(report: Report, request: CheckRequest) -> Report:
    """The report with only the rules selected and not ignored: other tools found part of it."""

    def wanted(rule: str) -> bool:
        selected = not request.select or rule.startswith(tuple(request.select))
        return selected and not rule.startswith(tuple(request.ignore))

    return replace(
        report,
        findings=tuple(finding for finding in report.findings if wanted(finding.rule)),
        suppressed=tuple(s for s in report.suppressed if wanted(s.finding.rule)),
        skipped=tuple(skipped for skipped in report.skipped if wanted(skipped.rule)),
        rules=tuple(filter(wanted, report.rules)),
    )

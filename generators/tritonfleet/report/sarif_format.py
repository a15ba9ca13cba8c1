"""The report as SARIF 2.1.0 (OASIS), for code scanning: what GitHub demands beyond the standard is kept too.

GitHub refuses a whole file for one result without a place in a file, for more than 25,000 results, and for rules
without description and help.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from tritonfleet import __version__
from tritonfleet.checks.finding import Finding, Suppressed
from tritonfleet.report.sarif_results import as_result
from tritonfleet.report.sarif_rules import as_rules
from tritonfleet.report.wording import encodable

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
"""Results of a run that GitHub accepts; one more, and it takes none."""

Sarif = dict[str, Any]


def write(report: Report, stream: TextIO) -> None:
    """One SARIF log with one run, on one line: programs read it."""
    stream.write(encodable(json.dumps(as_data(report), ensure_ascii=False)) + "\n")


def as_data(report: Report) -> Sarif:
    """The SARIF log as plain data."""
    results = _reported(report)
    ids = sorted({*(finding.rule for finding, _ in results), *(skipped.rule for skipped in report.skipped)})
    places = {rule_id: place for place, rule_id in enumerate(ids)}
    run = {
        "tool": {"driver": {"name": "tritonfleet", "version": __version__, "rules": as_rules(ids)}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, suppressed, places) for finding, suppressed in results],
        "invocations": [_invocation(report, places, left_out=_number(report) - len(results))],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _reported(report: Report) -> list[tuple[Finding, Suppressed | None]]:
    """What becomes a result: all, or as many of the worst as are accepted."""
    findings: list[tuple[Finding, Suppressed | None]] = [(finding, None) for finding in report.findings]
    results = [*findings, *((suppressed.finding, suppressed) for suppressed in report.suppressed)]
    if len(results) > MOST_RESULTS:
        results.sort(key=lambda result: (result[1] is not None, -result[0].severity.rank))
    return results[:MOST_RESULTS]


def _number(report: Report) -> int:
    return len(report.findings) + len(report.suppressed)


def _result(finding: Finding, suppressed: Suppressed | None, places: dict[str, int]) -> Sarif:
    """A result; viewers hide it if it is suppressed, and show the reason."""
    result = as_result(finding, places[finding.rule])
    if suppressed:
        kind = "external" if suppressed.by == "baseline" else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": suppressed.reason}]
    return result


def _invocation(report: Report, places: dict[str, int], *, left_out: int) -> Sarif:
    """The run itself: what could not be decided, and what there is nothing to suppress of any more."""
    execution: list[Sarif] = [
        {
            "level": "note",
            "message": {"text": f"{skipped.rule} was skipped where it needs {skipped.needs}"},
            "associatedRule": {"id": skipped.rule, "index": places[skipped.rule]},
        }
        for skipped in report.skipped
    ]
    if left_out:
        text = f"{left_out} results are left out: GitHub accepts {MOST_RESULTS}"
        execution.append({"level": "warning", "message": {"text": text}})
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": execution,
        "toolConfigurationNotifications": [
            {"level": "note", "message": {"text": f"nothing to ignore any more: {stale}"}}
            for stale in report.stale
        ],
    }

"""The report as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from tritonfleet import __version__
from tritonfleet.checks.finding import Finding, Severity, Suppressed

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(report: Report, stream: TextIO) -> None:
    """One SARIF log with one run."""
    json.dump(as_data(report), stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def as_data(report: Report) -> dict[str, Any]:
    """The SARIF log as plain data."""
    suppressed = [suppressed.finding for suppressed in report.suppressed]
    ids = sorted({*report.rules, *(finding.rule for finding in (*report.findings, *suppressed))})
    places = {rule_id: place for place, rule_id in enumerate(ids)}
    run = {
        "tool": {"driver": {"name": "tritonfleet", "version": __version__, "rules": _rules(ids)}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, places[finding.rule]) for finding in report.findings),
            *(_suppressed(suppressed, places) for suppressed in report.suppressed),
        ],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
    }
    return {"version": "2.1.0", "runs": [run]}


def _rules(ids: list[str]) -> list[dict[str, Any]]:
    from tritonfleet.checks.registry import rules

    known = {rule.id: rule for rule in rules()}
    return [
        {"id": rule_id}
        if rule_id not in known
        else {
            "id": rule_id,
            "shortDescription": {"text": known[rule_id].title},
            "fullDescription": {"text": known[rule_id].why},
            "help": {"text": f"{known[rule_id].why} To mend it: {known[rule_id].fix}."},
            "defaultConfiguration": {"level": _LEVELS[known[rule_id].severity]},
            "properties": {"tags": [known[rule_id].area.value]},
        }
        for rule_id in ids
    ]


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    what = f"{finding.object} {finding.path}".strip() if finding.object else finding.path
    text = f"{what}: {finding.message}" if what else finding.message
    # Lines move; the object and the field do not.
    fingerprint = hashlib.sha256(f"{finding.rule}|{what}|{finding.message}".encode()).hexdigest()
    result = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{text} ({finding.fix})" if finding.fix else text},
        "locations": [_location(finding)],
        "partialFingerprints": {"objectField/v1": fingerprint},
    }
    if finding.related:
        named = [{"fullyQualifiedName": str(ref), "kind": "object"} for ref in finding.related]
        result["relatedLocations"] = [{"logicalLocations": [name]} for name in named]
    return result


def _suppressed(suppressed: Suppressed, places: dict[str, int]) -> dict[str, Any]:
    """A result that viewers hide, with the reason."""
    kind = "external" if suppressed.by == "baseline" else "inSource"
    result = _result(suppressed.finding, places[suppressed.finding.rule])
    return result | {"suppressions": [{"kind": kind, "justification": suppressed.reason}]}


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {}
    at = finding.location
    if at:
        # A result without a region is shown nowhere, so a whole file is its first line.
        region = {"startLine": at.line or 1, "startColumn": at.column or 1}
        artifact = {"uri": quote(at.file)}
        location["physicalLocation"] = {"artifactLocation": artifact, "region": region}
    if finding.object:
        name = f"{finding.object}/{finding.path}" if finding.path else str(finding.object)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "object"}]
    return location


def _notifications(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "level": "note",
            "message": {"text": f"{skipped.rule} was skipped where it needs {skipped.needs}"},
            "associatedRule": {"id": skipped.rule},
        }
        for skipped in report.skipped
    ]

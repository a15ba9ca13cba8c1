"""The report as JSON, version 1. Fields are only ever added within a version."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

from tritonfleet.checks.finding import Finding, ObjectRef, Severity
from tritonfleet.report.wording import encodable

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

VERSION = 1


def write(report: Report, stream: TextIO) -> None:
    """One JSON object and a newline."""
    stream.write(encodable(json.dumps(as_data(report), indent=2, ensure_ascii=False)) + "\n")


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data. What is unknown is null."""
    return {
        "version": VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "suppressed": [
            {**_finding(suppressed.finding), "by": suppressed.by, "reason": suppressed.reason}
            for suppressed in report.suppressed
        ],
        "skipped": [asdict(skipped) for skipped in report.skipped],
        "stale": list(report.stale),
        "summary": {
            **{severity.value: report.count(severity) for severity in Severity},
            "suppressed": len(report.suppressed),
            "skipped": len(report.skipped),
            "objects": report.objects,
            "rules": len(report.rules),
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    at = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix,
        "object": _object(finding.object),
        "path": finding.path,
        "related": [_object(ref) for ref in finding.related],
        "file": at.file if at else None,
        "line": at.line or None if at else None,
        "column": at.column or None if at else None,
    }


def _object(ref: ObjectRef | None) -> dict[str, str] | None:
    if ref is None:
        return None
    return {"apiVersion": ref.api_version, "kind": ref.kind, "namespace": ref.namespace, "name": ref.name}

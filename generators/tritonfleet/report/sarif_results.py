"""A finding as a SARIF result: what, where, and by what it is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tritonfleet.checks.finding import Finding
from tritonfleet.errors import Location
from tritonfleet.report.sarif_rules import LEVELS
from tritonfleet.report.wording import STDIN, subject

Sarif = dict[str, Any]

NOWHERE = Location(".")
"""The place of a finding that stands in no file; GitHub takes no result without one."""


def as_result(finding: Finding, rule_index: int) -> Sarif:
    """The result. ``rule_index`` is the place of its rule (from 0) among those of the run."""
    what = subject(finding)
    text = f"{what}: {finding.message}" if what else finding.message
    result: Sarif = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{text} ({finding.fix})" if finding.fix else text},
        "locations": [_location(finding)],
        "partialFingerprints": {"objectField/v1": _fingerprint(finding)},
    }
    if finding.related:
        # As relatedLocations they would need places in files too: GitHub refuses a file for a location without.
        result["properties"] = {"relatedObjects": [str(ref) for ref in finding.related]}
    return result


def _fingerprint(finding: Finding) -> str:
    """The same wherever the lines move: the object and the field stay. A whole file is known by its name."""
    where = subject(finding) or (finding.location.file if finding.location else "")
    said = f"{finding.rule}|{where}|{finding.message}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _location(finding: Finding) -> Sarif:
    at = finding.location or NOWHERE
    # A result without a region is shown nowhere, so a whole file is its first line.
    region = {"startLine": at.line or 1, "startColumn": at.column or 1}
    location: Sarif = {"physicalLocation": {"artifactLocation": _artifact(at.file), "region": region}}
    if finding.object:
        name = f"{finding.object}/{finding.path}" if finding.path else str(finding.object)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "object"}]
    return location


def _artifact(file: str) -> Sarif:
    """The file, from the folder of the run if it lies in there: that is the root of the repository in CI."""
    if file == STDIN:
        return {"uri": "stdin"}
    path = Path(file)
    if path.is_absolute():
        here = Path.cwd()
        if not path.is_relative_to(here):
            return {"uri": f"file://{_quoted(path)}"}
        path = path.relative_to(here)
    return {"uri": _quoted(path), "uriBaseId": "%SRCROOT%"}


def _quoted(path: Path) -> str:
    return quote(path.as_posix(), errors="replace")

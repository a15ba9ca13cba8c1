"""A baseline: the findings that were there when somebody began to check, which are not to stop them now.

A file of JSON for Git: for each rule, object and field, how many findings were known. Lines and messages are not in
it, since both change without anything getting worse.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.finding import Finding, Suppressed
from tritonfleet.errors import InputError, Location
from tritonfleet.replacing import replace_file

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

VERSION = 1
_FIELDS = ("rule", "object", "path")
Key = tuple[str, str, str]
"""Rule, object and field."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings are known, by rule, object and field; and the file that says so."""

    known: Counter[Key]
    file: str

    def apply(self, report: Report) -> Report:
        """The report without what is known; what is known but was not found any more is stale."""
        left = self.known.copy()
        kept, suppressed = list[Finding](), list[Suppressed]()
        for finding in report.findings:
            key = _key(finding)
            if left[key] > 0:
                left[key] -= 1
                suppressed.append(Suppressed(finding, "baseline", f"known in {self.file}"))
            else:
                kept.append(finding)
        stale = [f"{self.file}: {' '.join(filter(None, key))}" for key, count in left.items() if count > 0]
        return replace(
            report,
            findings=tuple(kept),
            suppressed=(*report.suppressed, *suppressed),
            stale=(*report.stale, *stale),
        )


def write_baseline(findings: Iterable[Finding], path: Path) -> int:
    """Write what is found now, sorted, and return how many it is. Raises InputError if the file cannot be written."""
    counted = Counter(map(_key, findings))
    entries = [dict(zip(_FIELDS, key, strict=True)) | {"count": counted[key]} for key in sorted(counted)]
    text = json.dumps({"version": VERSION, "findings": entries}, indent=1, ensure_ascii=False) + "\n"
    try:
        replace_file(path, text.encode(errors="backslashreplace"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError.of(f"cannot be written: {reason}", Location(str(path))) from None
    return counted.total()


def read_baseline(path: Path) -> Baseline:
    """Raises InputError for a file that ``write_baseline`` did not write."""
    from tritonfleet.yamlio import read_text

    try:
        data = json.loads(read_text(path))
        if data["version"] != VERSION:
            message = f"is a baseline of version {data['version']}, expected {VERSION}"
            raise InputError.of(message, Location(str(path)), "write it anew with --write-baseline")
        known = Counter({_entry(entry): int(entry["count"]) for entry in data["findings"]})
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        where = Location(str(path))
        raise InputError.of("is no baseline", where, "write one with --write-baseline") from None
    return Baseline(known, str(path))


def _entry(entry: dict[str, Any]) -> Key:
    rule, ref, path = (str(entry[field]) for field in _FIELDS)
    return rule, ref, path


def _key(finding: Finding) -> Key:
    where = str(finding.object) if finding.object else finding.location.file if finding.location else ""
    return finding.rule, where, finding.path

"""Findings that a comment in a fleet says to leave alone: ``# tritonfleet: ignore FLT018 the reason``.

A comment covers its own line, or the next one if it stands alone, and everything nested below that line: above a
service it covers what is generated from the service too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Finding, Suppressed
from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_COMMENT = re.compile(r"(?P<before>.*?)#\s*tritonfleet:\s*ignore\b[ \t]*(?P<rules>[A-Z0-9, ]*)(?P<reason>.*)")
_BLANK = re.compile(r"\s*(?:#.*)?")


@dataclass(slots=True)
class Comment:
    """One comment: its line, the rules it names, the reason, and the lines it covers, from first to last."""

    line: int
    rules: tuple[str, ...]
    reason: str
    first: int
    last: int
    used: bool = False

    def covers(self, rule: str, line: int) -> bool:
        return self.first <= line <= self.last and rule.startswith(self.rules)


def read_comments(text: str, file: str) -> list[Comment]:
    """Every such comment of a fleet. Raises InputError for one that names no rule, or gives no reason."""
    from tritonfleet.checks.engine import require_known

    if "tritonfleet:" not in text:
        return []
    lines = text.splitlines()
    comments = list(_read(lines, file))
    for comment in comments:
        try:
            require_known(*comment.rules)
        except InputError as error:
            where = Location(file, comment.line, 1)
            raise InputError(*(replace(problem, location=where) for problem in error.problems)) from None
    return comments


def _read(lines: Sequence[str], file: str) -> Iterator[Comment]:
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.fullmatch(line)
        if not match:
            continue
        rules = tuple(match["rules"].replace(",", " ").split())
        reason = match["reason"].strip()
        if not rules or not reason:
            what = "no reason" if rules else "no rule"
            fix = "write `# tritonfleet: ignore FLT018 the reason`"
            raise InputError.of(f"this comment gives {what} to ignore", Location(file, number, 1), fix)
        first = number if match["before"].strip() else _next(lines, number)
        yield Comment(number, rules, reason, first, _end(lines, first))


def _next(lines: Sequence[str], number: int) -> int:
    """The first line after ``number`` (from 1) that is no comment."""
    after = (n for n in range(number, len(lines)) if not _BLANK.fullmatch(lines[n]))
    return next(after, number - 1) + 1


def _end(lines: Sequence[str], first: int) -> int:
    """The last line of the block that the line opens."""
    indent = _indent(lines[first - 1])
    last = first
    for number in range(first, len(lines)):
        if _BLANK.fullmatch(lines[number]):
            continue
        if _indent(lines[number]) <= indent:
            break
        last = number + 1
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def apply_comments(
    report: Report, comments: Sequence[Comment], sites: Mapping[str, Sequence[int]], file: str
) -> Report:
    """The report without what the comments of the fleet ``file`` cover.

    ``sites``: generated file → the lines of the fleet (from 1) from which it is generated.
    """
    kept, suppressed = list[Finding](), list[Suppressed]()
    for finding in report.findings:
        comment = _covering(finding, comments, sites, file)
        if comment is None:
            kept.append(finding)
        else:
            comment.used = True
            suppressed.append(Suppressed(finding, "comment", comment.reason))
    stale = [f"{file}:{c.line}: {', '.join(c.rules)}" for c in comments if not c.used]
    return replace(
        report,
        findings=tuple(kept),
        suppressed=(*report.suppressed, *suppressed),
        stale=(*report.stale, *stale),
    )


def _covering(
    finding: Finding, comments: Sequence[Comment], sites: Mapping[str, Sequence[int]], file: str
) -> Comment | None:
    at = finding.location
    if at is None:
        return None
    lines = [at.line] if at.file == file else sites.get(at.file, ())
    return next((c for c in comments if any(c.covers(finding.rule, line) for line in lines)), None)

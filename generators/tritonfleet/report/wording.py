"""What all formats say the same way: what a finding is about, the sum of a run, and what could not be decided."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Finding, Severity, Skipped
from tritonfleet.words import count

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

STDIN = "<stdin>"
"""The file of what came by standard input."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    """The text on one line, without anything that a terminal would act on."""
    return _CONTROL.sub("\ufffd", " ".join(text.splitlines()))


def encodable(text: str) -> str:
    """The text without what UTF-8 cannot hold: JSON can escape half of a surrogate pair, and so can manifests."""
    return text.encode("utf-8", "replace").decode()


def subject(finding: Finding) -> str:
    """What it is about: ``Service prod/bert spec.ports[0]``; empty for a whole file."""
    return " ".join(str(part) for part in (finding.object, finding.path) if part)


def title_of(rule_id: str) -> str:
    """A rule's title; empty for one that is not installed (any more)."""
    from tritonfleet.checks.registry import rule

    try:
        return rule(rule_id).title
    except KeyError:
        return ""


def undecided(report: Report) -> list[str]:
    """A line for each fact that was missing: ``GPU101, GPU104 need the nodes with GPUs (…)``."""
    rules: dict[str, list[str]] = {}
    for skipped in report.skipped:
        rules.setdefault(skipped.needs, []).append(skipped.rule)
    return [f"{', '.join(ids)} need{'s' * (len(ids) == 1)} {needs}" for needs, ids in rules.items()]


def summary(report: Report) -> str:
    """One line: ``2 errors, 1 warning in 34 objects, by 33 rules``, and how many lacked facts."""
    counts = [_counted(report.count(severity), severity) for severity in Severity]
    found = ", ".join(filter(None, counts)) or "nothing wrong"
    looked = f"{count(report.objects, 'object')}, by {count(len(report.rules), 'rule')}"
    return f"{found} in {looked}{_lacking(report.skipped)}{_left_alone(report)}"


def _counted(number: int, severity: Severity) -> str:
    # "info" has no plural.
    noun = f"{number} {severity}" if severity is Severity.INFO else count(number, severity)
    return noun if number else ""


def _lacking(skipped: tuple[Skipped, ...]) -> str:
    number = len({each.rule for each in skipped})
    return f", of which {number} could not decide everything" if number else ""


def _left_alone(report: Report) -> str:
    by = Counter(suppressed.by for suppressed in report.suppressed)
    means = ", ".join(f"{number} by {mean}" for mean, number in sorted(by.items()))
    return f", {len(report.suppressed)} suppressed ({means})" if means else ""

"""The same finding on many objects, told once: a chart installed twenty times has each of its mistakes twenty times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.checks.finding import Finding, Severity

FOLD_FROM = 3
"""So many findings that differ in nothing but the object are told as one."""

Key = tuple[str, Severity, str, str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding to tell, and those that say the same of other objects."""

    finding: Finding
    others: tuple[Finding, ...] = ()


def folded(findings: Sequence[Finding]) -> list[Told]:
    """Every finding once, in their order; those that are alike at the place of the first."""
    keys = [_key(finding) for finding in findings]
    alike: dict[Key, list[Finding]] = {}
    for key, finding in zip(keys, findings, strict=True):
        alike.setdefault(key, []).append(finding)
    told = []
    for key, finding in zip(keys, findings, strict=True):
        group = alike[key]
        if len(group) < FOLD_FROM:
            told.append(Told(finding))
        elif group[0] is finding:
            told.append(Told(finding, tuple(group[1:])))
    return told


def _key(finding: Finding) -> Key:
    """What the finding says, whatever the objects are called."""
    return (
        finding.rule,
        finding.severity,
        finding.path,
        _anonymous(finding.message, finding),
        _anonymous(finding.fix, finding),
    )


def _anonymous(text: str, finding: Finding) -> str:
    """The text without the names of the objects and of their namespaces, where they are words of their own."""
    for place, ref in enumerate((finding.object, *finding.related)):
        for name in (ref.name, ref.namespace) if ref else ():
            if name:
                text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", f"\0{place}", text)
    return text

"""The same finding on many objects, told once: a chart installed twenty times has each of its mistakes twenty times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.checks.finding import Finding, Severity

FOLD_FROM = 3
"""So many findings that differ in nothing but the object are told as one."""

_WORD = re.compile(r"[\w-]+(?:\.[\w-]+)*")
"""What may be a name, whole: the name in ``bert-http`` is not ``bert``."""

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
    """What the finding says, whatever the objects and their namespaces are called."""
    names: dict[str, str] = {}
    for place, ref in enumerate((finding.object, *finding.related)):
        if ref:
            names |= {ref.namespace: f"\0{place}", ref.name: f"\0{place}"}
    message, fix = (
        _WORD.sub(lambda word: names.get(word[0], word[0]), t) for t in (finding.message, finding.fix)
    )
    return finding.rule, finding.severity, finding.path, message, fix

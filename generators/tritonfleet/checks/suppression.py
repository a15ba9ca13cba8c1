"""Findings that somebody said to leave alone: by an annotation of the object, with the reason as its value.

``ignore.tritonfleet.dev/NET001: "both models are served by one pod on purpose"``. The key ends with a rule's id or
the beginning of one (``NET``). An annotation without a reason suppresses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Finding, ObjectRef, Suppressed
from tritonfleet.checks.objects import Resource, mapping

if TYPE_CHECKING:
    from tritonfleet.checks.world import World

PREFIX = "ignore.tritonfleet.dev/"


def suppressions(resource: Resource) -> Iterator[tuple[str, str]]:
    """What an object's annotations ask for: a rule's id or the beginning of one, and the reason."""
    for key, reason in mapping(resource.data, "metadata", "annotations").items():
        if isinstance(key, str) and key.startswith(PREFIX):
            yield key.removeprefix(PREFIX), reason.strip() if isinstance(reason, str) else ""


def by_annotation(world: World, findings: Iterable[Finding]) -> tuple[list[Finding], list[Suppressed]]:
    """The findings that stay, and those that the annotations of their objects suppress."""
    kept, suppressed = list[Finding](), list[Suppressed]()
    asked = _asked(world)
    for finding in findings:
        reason = _reason(finding.rule, asked.get(finding.object, {})) if finding.object else ""
        if reason:
            suppressed.append(Suppressed(finding, "annotation", reason))
        else:
            kept.append(finding)
    return kept, suppressed


def _asked(world: World) -> dict[ObjectRef | None, dict[str, str]]:
    found: dict[ObjectRef | None, dict[str, str]] = {}
    for resource in world.index.resources:
        asked = dict(suppressions(resource))
        if asked:
            found[resource.ref] = asked
    return found


def _reason(rule: str, asked: Mapping[str, str]) -> str:
    return next(
        (reason for prefix, reason in asked.items() if prefix and reason and rule.startswith(prefix)), ""
    )

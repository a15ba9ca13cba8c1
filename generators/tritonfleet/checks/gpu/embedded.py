"""YAML that a ConfigMap holds for one of NVIDIA's programs, with the places of its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Inside


@dataclass(frozen=True, slots=True)
class Embedded:
    """The text under one key of a ConfigMap, and what it says; ``problem`` says why it cannot be read."""

    resource: Resource
    key: str
    text: str
    value: Any
    problem: str = ""
    problem_at: Inside | None = None

    def breach(
        self,
        path: Path,
        message: str,
        fix: str = "",
        *,
        severity: Severity | None = None,
        related: tuple[Resource, ...] = (),
    ) -> Breach:
        """A breach at a path within the text."""
        from tritonfleet.yamlio import Positions

        where = Positions(self.text, "").of(path, key=True)
        inside = Inside(where.line, max(where.column, 1)) if where.line else None
        at = ("data", self.key)
        return Breach(self.resource, at, message, fix, severity, inside=inside, related=related)


def read(resource: Resource, key: str, text: str) -> Embedded:
    """The text as Kubernetes' YAML library reads it, on which NVIDIA's programs build."""
    from tritonfleet import yamlio
    from tritonfleet.errors import InputError

    try:
        return Embedded(resource, key, text, yamlio.load_kubernetes(text, ""))
    except InputError as error:
        first = error.problems[0]
        at = first.location
        inside = Inside(at.line, max(at.column, 1)) if at and at.line else None
        return Embedded(resource, key, text, None, first.message, inside)

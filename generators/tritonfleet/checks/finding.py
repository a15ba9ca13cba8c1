"""What a check says: a finding on an object, or that it could not look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tritonfleet.errors import Location, Mend


class Severity(StrEnum):
    """How bad it is: will not work or loses requests; hurts under conditions; better practice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Which Kubernetes object a finding is about."""

    api_version: str
    kind: str
    name: str
    namespace: str = ""

    def __str__(self) -> str:
        scope = f"{self.namespace}/" if self.namespace else ""
        return f"{self.kind} {scope}{self.name}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which rule, how bad, what, where, and how to mend it.

    ``path`` is the field in the object, dotted (``spec.template.spec.containers[0].image``). ``related``: other
    objects that the message is about.
    """

    rule: str
    severity: Severity
    message: str
    fix: str = ""
    object: ObjectRef | None = None
    path: str = ""
    location: Location | None = None
    related: tuple[ObjectRef, ...] = ()
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody said to leave alone, by which means, and why."""

    finding: Finding
    by: Literal["annotation", "comment", "baseline"]
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not look, and the fact it would have needed."""

    rule: str
    needs: str

"""What a check says: a finding on an object, or that it could not look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from tritonfleet.errors import Location


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
class Mend:
    """An edit that sets something right: the field at ``path`` is set to ``value``, renamed to it, or removed.

    ``path`` is that in the object or the fleet; a field to set may be missing, its parents are made.
    """

    action: Literal["set", "rename", "remove"]
    path: tuple[str | int, ...]
    value: Any = None


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
class Skipped:
    """A rule that could not look, and the fact it would have needed."""

    rule: str
    needs: str

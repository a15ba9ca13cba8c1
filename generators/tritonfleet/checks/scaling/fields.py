"""Fields of autoscalers: whole numbers, and what is being scaled."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.objects import Resource, mapping

TargetKey = tuple[str, str, str]
"""Kind, namespace and name of a scale target."""
_TOO_LONG = 10


def integer(value: Any) -> int | None:
    """The value if it is a whole number; a boolean is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def whole(text: Any) -> int | None:
    """The whole number that a text of up to nine digits stands for; None when it is none."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < _TOO_LONG else None


def target_of(resource: Resource, default_kind: str = "") -> TargetKey:
    """What ``spec.scaleTargetRef`` names, in the resource's own namespace."""
    reference = mapping(resource.data, "spec", "scaleTargetRef")
    kind, name = (reference.get(field) for field in ("kind", "name"))
    return (str(kind or default_kind), resource.namespace, str(name or ""))

"""Objects that stand among the manifests twice: in a base and in the overlays made from it."""

from __future__ import annotations

from tritonfleet.checks.objects import Resource


def same_object(one: Resource, other: Resource) -> bool:
    """Whether two resources are the same object, read in two places."""
    return one is not other and one.ref == other.ref

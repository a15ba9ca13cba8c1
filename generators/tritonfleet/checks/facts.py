"""What is known about the cluster beyond the manifests at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

NEWEST_KUBERNETES = "1.37"


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about the cluster that the manifests are meant for. What is not given is unknown, never "none".

    ``kubernetes``: the minor version, such as ``1.36``.
    ``external``: kind → names of the objects of that kind that exist outside the manifests, each ``name`` (in
    any namespace) or ``namespace/name``. A kind that is not a key is unknown; a kind with no names has none
    outside.
    """

    kubernetes: str | None = None
    external: Mapping[str, Collection[str]] = field(default_factory=dict)

    def knows(self, kind: str) -> bool:
        """Whether somebody said which objects of this kind exist outside."""
        return kind in self.external

    def exists(self, kind: str, namespace: str, name: str) -> bool:
        """Whether such an object is said to exist outside the manifests."""
        names = self.external.get(kind, ())
        return name in names or f"{namespace}/{name}" in names


NOTHING_KNOWN = Facts()

"""Kustomization files, where they are among what is checked."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.objects import Resource
from tritonfleet.checks.world import World

GROUP = "kustomize.config.k8s.io"


def kustomizations(world: World) -> Iterator[Resource]:
    """Every Kustomization and Component file of Kustomize; Flux's objects of that kind are others."""
    return (k for k in world.index.of_kind("Kustomization", "Component") if k.group == GROUP)

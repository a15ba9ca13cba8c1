"""Kustomization files, where they are among what is checked."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.world import World

GROUP = "kustomize.config.k8s.io"
GENERATORS = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}


def kustomizations(world: World) -> Iterator[Resource]:
    """Every Kustomization and Component file of Kustomize; Flux's objects of that kind are others."""
    return (k for k in world.index.of_kind("Kustomization", "Component") if k.group == GROUP)


def generated(world: World) -> frozenset[tuple[str, str]]:
    """Kind and name of each ConfigMap and Secret that a kustomization here generates, without hash or prefix.

    They are no objects until Kustomize builds the folder, so what refers to them refers to something.
    """
    return frozenset(
        (kind, str(generator.get("name")))
        for kustomization in kustomizations(world)
        for field, kind in GENERATORS.items()
        for _, generator in items(kustomization.data, field)
    )

"""The quantities of containers, volumes, claims and quotas, as far as anything is odd about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.pods import containers_with, pods_with
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.world import World

Kind = Literal["bytes", "cpu", "other"]

_BYTES = frozenset({"memory", "ephemeral-storage", "storage", "sizeLimit"})
_LEAST_BYTES = 1 << 20
_MOST_CORES = 256


def kind_of(path: Path) -> Kind:
    """What the quantity at a path measures. A quota may hold more cores than a node, so those are "other"."""
    resource = str(path[-1]).rpartition(".")[2]
    if resource in _BYTES:
        return "bytes"
    return "cpu" if resource == "cpu" and path[-2] in ("requests", "limits") else "other"


def odd_quantities(world: World) -> list[tuple[Resource, Path, Any]]:
    """Every quantity that cannot be read, is negative or implausible: the object, the path, what is written."""
    return [*_of_containers(world), *_of_volumes(world), *_of_objects(world)]


def _of_containers(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    for container in world.derived(containers_with).get("resources", ()):
        for field in ("requests", "limits"):
            given = mapping(container.data, "resources", field)
            if given:
                yield from _odd(container.workload.resource, (*container.path, "resources", field), given)


def _of_volumes(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            directory = mapping(volume, "emptyDir")
            if "sizeLimit" in directory:
                path = (*workload.path, "spec", "volumes", number, "emptyDir")
                yield from _odd(workload.resource, path, {"sizeLimit": directory["sizeLimit"]})


def _of_objects(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    requests: Path = ("spec", "resources", "requests")
    for claim in world.index.of_kind("PersistentVolumeClaim"):
        yield from _odd(claim, requests, mapping(claim.data, *requests))
    for quota in world.index.of_kind("ResourceQuota"):
        yield from _odd(quota, ("spec", "hard"), mapping(quota.data, "spec", "hard"))
    for owner in world.index.of_kind("StatefulSet"):
        for number, template in items(owner.data, "spec", "volumeClaimTemplates"):
            path = ("spec", "volumeClaimTemplates", number, *requests)
            yield from _odd(owner, path, mapping(template, *requests))


def _odd(resource: Resource, path: Path, given: Mapping[str, Any]) -> Iterator[tuple[Resource, Path, Any]]:
    for name, text in given.items():
        known = isinstance(text, (str, int, float)) and not isinstance(text, bool)
        if known and not _is_plain(str(name), text):
            at = (*path, name)
            if not _is_plausible(kind_of(at), text):
                yield resource, at, text


@lru_cache(maxsize=4096)
def _is_plain(name: str, text: str | float) -> bool:
    """Whether the quantity is plausible wherever it stands."""
    kinds: tuple[Kind, ...] = (
        ("bytes",) if name in _BYTES else ("cpu",) if name == "cpu" else ("bytes", "cpu")
    )
    return all(_is_plausible(kind, text) for kind in kinds)


def _is_plausible(kind: Kind, text: str | float) -> bool:
    number = quantity(text)
    if number is None or number < 0:
        return False
    if kind == "bytes":
        return number == 0 or number >= _LEAST_BYTES
    return kind != "cpu" or number <= _MOST_CORES

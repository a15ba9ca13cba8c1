"""ResourceQuotas and LimitRanges of a namespace, and what they ask of its pods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tritonfleet.checks.objects import Resource, Workload, items, mapping
from tritonfleet.checks.world import World

Constraint = tuple[str, str]
"""``requests`` or ``limits``, and the resource: ``("limits", "memory")``."""

_COMPUTE: Mapping[str, Constraint] = {
    "cpu": ("requests", "cpu"),
    "memory": ("requests", "memory"),
    "requests.cpu": ("requests", "cpu"),
    "requests.memory": ("requests", "memory"),
    "limits.cpu": ("limits", "cpu"),
    "limits.memory": ("limits", "memory"),
}
"""Quota keys that every container must state. Source: kubernetes:pkg/quota/v1/evaluator/core/pods.go."""


def quotas(world: World) -> dict[str, list[Resource]]:
    """Namespace → its quotas that hold for every pod: those without scopes."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for quota in world.index.of_kind("ResourceQuota"):
        spec = mapping(quota.data, "spec")
        if not spec.get("scopes") and not spec.get("scopeSelector"):
            found[quota.namespace].append(quota)
    return dict(found)


def constrained(quota: Resource) -> Iterator[tuple[str, Constraint]]:
    """The quota's keys for CPU and memory, with what each counts."""
    for key in mapping(quota.data, "spec", "hard"):
        if key in _COMPUTE:
            yield key, _COMPUTE[key]


def in_quota(world: World) -> list[tuple[Workload, Resource]]:
    """Every workload with each quota that counts its pods."""
    by_namespace = world.derived(quotas)
    if not by_namespace:
        return []
    return [
        (workload, quota)
        for workload in world.index.workloads
        for quota in by_namespace.get(workload.resource.namespace, ())
    ]


def container_limits(world: World) -> dict[str, list[tuple[Resource, int, Mapping[str, object]]]]:
    """Namespace → what its LimitRanges say of containers: the object, the entry's index, the entry."""
    found: dict[str, list[tuple[Resource, int, Mapping[str, object]]]] = defaultdict(list)
    for limit_range in world.index.of_kind("LimitRange"):
        for number, entry in items(limit_range.data, "spec", "limits"):
            if entry.get("type") == "Container":
                found[limit_range.namespace].append((limit_range, number, entry))
    return dict(found)


def defaults(world: World, namespace: str) -> frozenset[Constraint]:
    """What LimitRanges fill in where a container of the namespace says nothing."""
    given: set[Constraint] = set()
    for _, _, entry in world.derived(container_limits).get(namespace, ()):
        limits = {("limits", str(name)) for name in mapping(entry, "default")}
        requests = {*mapping(entry, "defaultRequest"), *mapping(entry, "default")}
        given |= limits | {("requests", str(name)) for name in requests}
    return frozenset(given)

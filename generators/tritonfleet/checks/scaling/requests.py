"""Whether pods say how much CPU or memory they need, which utilisation is a share of."""

from __future__ import annotations

from tritonfleet.checks.objects import Workload, items, mapping
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.world import World


def without_request(world: World, workload: Workload, resource: str, container: str = "") -> list[str]:
    """The names of the containers that have neither a request nor a limit for ``cpu`` or ``memory``.

    ``container``: ask about this one only. A request of the whole pod stands for its containers when all are asked
    about, and so does a default that a LimitRange among the manifests gives to the namespace.
    """
    if not container and _given(mapping(workload.spec, "resources"), resource):
        return []
    if _default(world, workload.resource.namespace, resource):
        return []
    return [
        str(each.get("name"))
        for _, each in items(workload.spec, "containers")
        if container in ("", each.get("name")) and not _given(mapping(each, "resources"), resource)
    ]


def _given(resources: object, resource: str) -> bool:
    return any(quantity(mapping(resources, field).get(resource)) for field in ("requests", "limits"))


def _default(world: World, namespace: str, resource: str) -> bool:
    return any(
        quantity(mapping(limit, field).get(resource))
        for limits in world.index.of_kind("LimitRange")
        if limits.namespace == namespace
        for _, limit in items(limits.data, "spec", "limits")
        if limit.get("type") == "Container"
        for field in ("defaultRequest", "default")
    )

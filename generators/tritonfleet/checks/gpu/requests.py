"""Who asks for GPUs: every container's request for an extended resource of NVIDIA's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.gpu.podmakers import PodMaker, pod_makers
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.world import World

_GPU = re.compile(r"nvidia\.com/(gpu(\.shared)?|mig-.+)")


@dataclass(frozen=True, slots=True)
class GpuRequest:
    """A container's request for one resource.

    ``limit`` and ``request`` are the values as written, None where there is none; ``count`` is what the pod gets
    (None: no whole number). ``container_path`` leads to the container, ``path`` to the field that counts.
    ``init``: an init container that ends before the others start.
    """

    maker: PodMaker
    container_path: Path
    container: Mapping[str, Any]
    resource: str
    limit: Any
    request: Any
    count: int | None
    path: Path
    init: bool

    @property
    def owner(self) -> Resource:
        """The object that the request is written in."""
        return self.maker.resource

    @property
    def container_name(self) -> str:
        """The container's name; KServe's model containers have none."""
        return str(self.container.get("name") or self.container_path[-1])


def is_gpu(resource: Any) -> bool:
    """Whether this is a resource of NVIDIA's device plugin.

    Others advertise under ``nvidia.com/`` too: network devices, passed-through GPUs, HAMi's ``gpumem``. Source:
    NVIDIA/k8s-device-plugin:internal/rm/device_map.go; no other names are possible (api/config/v1/resources.go).
    """
    return isinstance(resource, str) and _GPU.fullmatch(resource) is not None


def gpu_requests(world: World) -> list[GpuRequest]:
    """Every request for a GPU, a slice or a share that asks for more than nothing, or for what is no number."""
    return world.derived(_requests)


def gpu_pods(world: World) -> list[tuple[PodMaker, list[GpuRequest]]]:
    """Every maker of pods that ask for GPUs by an extended resource, with all its requests."""
    return world.derived(_pods)


def needed(requests: list[GpuRequest]) -> dict[str, int]:
    """What one pod takes of each resource: its containers together, or its largest init container.

    Restartable init containers run beside the others. Source: kubernetes/kubernetes:pkg/api/v1/resource/helpers.go.
    """
    if len(requests) == 1:
        return {requests[0].resource: requests[0].count or 0}
    running: dict[str, int] = {}
    before: dict[str, int] = {}
    for one in requests:
        if one.init:
            before[one.resource] = max(before.get(one.resource, 0), one.count or 0)
        else:
            running[one.resource] = running.get(one.resource, 0) + (one.count or 0)
    return {name: max(running.get(name, 0), before.get(name, 0)) for name in {**running, **before}}


def _requests(world: World) -> list[GpuRequest]:
    return [
        one
        for maker in pod_makers(world)
        for path, container in maker.containers
        if container.get("resources")
        for one in _of_container(maker, path, container)
    ]


def _pods(world: World) -> list[tuple[PodMaker, list[GpuRequest]]]:
    found: dict[int, tuple[PodMaker, list[GpuRequest]]] = {}
    for one in gpu_requests(world):
        found.setdefault(id(one.maker), (one.maker, []))[1].append(one)
    return list(found.values())


def _of_container(maker: PodMaker, path: Path, container: Mapping[str, Any]) -> Iterator[GpuRequest]:
    limits = mapping(container, "resources", "limits")
    requests = mapping(container, "resources", "requests")
    for name in dict.fromkeys((*limits, *requests)):
        if not is_gpu(name):
            continue
        limit, request = limits.get(name), requests.get(name)
        field = "limits" if limit is not None else "requests"
        given = request if limit is None else limit
        count = amount(given)
        if given is not None and count != 0:
            init = "initContainers" in path and container.get("restartPolicy") != "Always"
            where = (*path, "resources", field, name)
            yield GpuRequest(maker, path, container, name, limit, request, count, where, init)

"""Containers as the kubelet sees them: their role, what they ask for, and the security context that applies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from tritonfleet.checks.objects import Path, Workload, mapping, value
from tritonfleet.checks.world import World


class Role(StrEnum):
    """When a container runs: before the others, beside them from the start, as one of them, or to debug."""

    INIT = "init"
    SIDECAR = "sidecar"
    MAIN = "main"
    EPHEMERAL = "ephemeral"


PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """A container of a pod template. ``path`` leads to it in the workload's object."""

    workload: Workload
    path: Path
    data: Mapping[str, Any]
    role: Role

    @property
    def name(self) -> str:
        """The container's name, empty when it has none."""
        return str(self.data.get("name") or "")

    def limit(self, resource: str) -> Any:
        """The limit as written; None when there is none."""
        return mapping(self.data, "resources", "limits").get(resource)

    def request(self, resource: str) -> Any:
        """The request as written; the limit where only that is given, as the API server defaults it."""
        found = mapping(self.data, "resources", "requests").get(resource)
        return self.limit(resource) if found is None else found

    def words(self, field: str) -> list[tuple[int, str]]:
        """The texts of `command` or `args`, with their indices."""
        given = self.data.get(field)
        return (
            [(n, word) for n, word in enumerate(given) if isinstance(word, str)]
            if isinstance(given, list)
            else []
        )

    def security(self, *field: str) -> Any:
        """A field of the security context: the container's own, else the pod's; None when neither says."""
        own = value(self.data, "securityContext", *field)
        return value(self.workload.spec, "securityContext", *field) if own is None else own


def containers(world: World) -> list[Container]:
    """Every container of every pod template."""
    return [
        Container(workload, path, data, _role(path, data))
        for workload in world.index.workloads
        for path, data in workload.containers
    ]


def _role(path: Path, data: Mapping[str, Any]) -> Role:
    match path[-2]:
        case "initContainers":
            return Role.SIDECAR if data.get("restartPolicy") == "Always" else Role.INIT
        case "ephemeralContainers":
            return Role.EPHEMERAL
        case _:
            return Role.MAIN


class Call(NamedTuple):
    """What a probe or hook asks over the network: the fields of its ``httpGet`` or ``tcpSocket``.

    ``path`` leads to them in the container.
    """

    container: Container
    path: Path
    data: Mapping[str, Any]


def calls(world: World) -> list[Call]:
    """Every such call of every container."""
    having = world.derived(containers_with)
    handlers = [
        *(
            (container, (probe,), container.data[probe])
            for probe in PROBES
            for container in having.get(probe, ())
        ),
        *(
            (container, ("lifecycle", hook), value(container.data, "lifecycle", hook))
            for container in having.get("lifecycle", ())
            for hook in ("postStart", "preStop")
        ),
    ]
    return [
        Call(container, (*path, action), handler[action])
        for container, path, handler in handlers
        if type(handler) is dict
        for action in ("httpGet", "tcpSocket")
        if type(handler.get(action)) is dict
    ]


def containers_with(world: World) -> Mapping[str, list[Container]]:
    """Field of a container → the containers that have it."""
    found: dict[str, list[Container]] = defaultdict(list)
    for container in world.derived(containers):
        for field in container.data:
            found[field].append(container)
    return dict(found)


def pods_with(world: World) -> Mapping[str, list[Workload]]:
    """Field of a pod's spec → the workloads whose pods have it."""
    found: dict[str, list[Workload]] = defaultdict(list)
    for workload in world.index.workloads:
        for field in workload.spec:
            found[field].append(workload)
    return dict(found)


def triton_containers(world: World) -> frozenset[int]:
    """The identities (``id``) of the containers that run Triton: rules of their own look at those."""
    from tritonfleet.checks.triton import servers

    return frozenset(id(server.container) for server in servers(world))


def asks_gpu(container: Container) -> bool:
    """Whether the container asks for a device of NVIDIA's."""
    limits = mapping(container.data, "resources", "limits")
    return any(isinstance(name, str) and name.startswith("nvidia.com/") for name in limits)


def by_workload(world: World) -> Mapping[Workload, list[Container]]:
    """The containers of each workload, in the order in which they are written."""
    found: dict[Workload, list[Container]] = defaultdict(list)
    for container in world.derived(containers):
        found[container.workload].append(container)
    return dict(found)


def pod_request(
    workload: Workload, own: list[Container], resource: str, parse: Callable[[Any], float | None]
) -> float:
    """What the scheduler counts for one pod; what is no quantity counts as nothing.

    Containers and sidecars run together; an init container runs beside the sidecars before it
    (kubernetes/component-helpers:resource/helpers.go). Overhead comes on top.
    """
    sidecars = peak = 0.0
    running = 0.0
    for container in own:
        asked = parse(container.request(resource)) or 0
        if container.role is Role.SIDECAR:
            sidecars += asked
            peak = max(peak, sidecars)
        elif container.role is Role.INIT:
            peak = max(peak, sidecars + asked)
        elif container.role is Role.MAIN:
            running += asked
    of_pod = parse(value(workload.spec, "resources", "requests", resource))
    overhead = parse(mapping(workload.spec, "overhead").get(resource)) or 0
    return (max(peak, running + sidecars) if of_pod is None else of_pod) + overhead

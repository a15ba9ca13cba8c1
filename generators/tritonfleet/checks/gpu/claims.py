"""Claims on devices of NVIDIA's DRA driver: what is asked for, and which pods use it.

Shapes: k8s.io/api:resource/v1/types.go; in v1beta1 a request's fields stand beside its name, not under ``exactly``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping
from tritonfleet.checks.world import World

NVIDIA = "gpu.nvidia.com"
"""The driver, and the domain of its attributes."""

_GROUP = "resource.k8s.io"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for devices of a class: an alternative of ``firstAvailable``, or all of a request."""

    path: Path
    name: str
    data: Mapping[str, Any]

    @property
    def device_class(self) -> str:
        """The DeviceClass, "" where none is named."""
        given = self.data.get("deviceClassName")
        return given if isinstance(given, str) else ""

    @property
    def is_for_gpu(self) -> bool:
        """Whether it is for a GPU or slice of NVIDIA's, by a class of the driver's."""
        from tritonfleet.dra import GPU_CLASS, MIG_CLASS

        return self.device_class in (GPU_CLASS, MIG_CLASS)

    @property
    def selectors(self) -> Iterator[tuple[Path, str]]:
        """Every CEL expression with its path."""
        yield from expressions(self.data, self.path)


@dataclass(frozen=True, slots=True)
class Claim:
    """A ResourceClaim or the template of one: ``path`` leads to ``devices``, ``data`` is what stands there."""

    resource: Resource
    path: Path
    data: Mapping[str, Any]
    asks: Sequence[Ask]

    @property
    def request_names(self) -> list[str]:
        """The names of its requests, and ``request/alternative``."""
        found = []
        for _, request in items(self.data, "requests"):
            name = str(request.get("name"))
            found.append(name)
            found += [f"{name}/{sub.get('name')}" for _, sub in items(request, "firstAvailable")]
        return found


@dataclass(frozen=True, slots=True)
class PodClaim:
    """An entry of a pod's ``resourceClaims``; ``claim`` is None where it is not among the manifests."""

    workload: Workload
    path: Path
    name: str
    claim: Claim | None
    shared: bool


def expressions(data: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Every CEL expression of a request or a DeviceClass, with its path."""
    for number, selector in items(data, "selectors"):
        expression = mapping(selector, "cel").get("expression")
        if isinstance(expression, str):
            yield (*path, "selectors", number, "cel", "expression"), expression


def claims(world: World) -> list[Claim]:
    """Every ResourceClaim and ResourceClaimTemplate."""
    return world.derived(_claims)


def pod_claims(world: World) -> list[PodClaim]:
    """Every claim that a workload's pods name."""
    return world.derived(_pod_claims)


def _claims(world: World) -> list[Claim]:
    found = []
    for resource in world.index.of_kind("ResourceClaim", "ResourceClaimTemplate"):
        if resource.group == _GROUP:
            path: Path = ("spec", "devices")
            if resource.kind == "ResourceClaimTemplate":
                path = ("spec", *path)
            data = mapping(resource.data, *path)
            found.append(Claim(resource, path, data, list(_asks(data, path))))
    return found


def _asks(data: Mapping[str, Any], path: Path) -> Iterator[Ask]:
    for number, request in items(data, "requests"):
        at, name = (*path, "requests", number), str(request.get("name"))
        if mapping(request, "exactly"):
            yield Ask((*at, "exactly"), name, mapping(request, "exactly"))
        elif "deviceClassName" in request:
            yield Ask(at, name, request)
        for index, alternative in items(request, "firstAvailable"):
            yield Ask((*at, "firstAvailable", index), f"{name}/{alternative.get('name')}", alternative)


def _pod_claims(world: World) -> list[PodClaim]:
    by_name = {(c.resource.kind, c.resource.namespace, c.resource.name): c for c in claims(world)}
    found = []
    for workload in world.index.workloads:
        if not workload.spec.get("resourceClaims"):
            continue
        for number, entry in items(workload.spec, "resourceClaims"):
            shared = entry.get("resourceClaimName") is not None
            kind, field = ("ResourceClaim", "resourceClaimName") if shared else (
                "ResourceClaimTemplate", "resourceClaimTemplateName",
            )  # fmt: skip
            claim = by_name.get((kind, workload.resource.namespace, str(entry.get(field))))
            path = (*workload.path, "spec", "resourceClaims", number)
            found.append(PodClaim(workload, path, str(entry.get("name")), claim, shared))
    return found

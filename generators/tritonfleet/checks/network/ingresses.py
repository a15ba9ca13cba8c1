"""The paths of Ingresses, each with the Service and port that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.world import World

NGINX = "nginx.ingress.kubernetes.io/"
"""What annotations of the ingress-nginx controller begin with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of one host. ``service`` and ``port`` are None unless the Service is among the manifests."""

    ingress: Resource
    path: Path
    host: str
    target: str
    kind: str
    service: Resource | None
    port: Mapping[str, Any] | None


def entries(world: World) -> list[Entry]:
    """Every path of every Ingress of the current API version."""
    found = []
    for ingress in world.index.of_kind("Ingress"):
        for number, rule in items(ingress.data, "spec", "rules"):
            for index, place in items(rule, "http", "paths"):
                path = ("spec", "rules", number, "http", "paths", index)
                found.append(_entry(world, ingress, path, str(rule.get("host") or ""), place))
    return found


def _entry(world: World, ingress: Resource, path: Path, host: str, place: Mapping[str, Any]) -> Entry:
    backend = mapping(place, "backend", "service")
    service = world.index.get("Service", ingress.namespace, str(backend.get("name")))
    port = None if service is None else _port(service, mapping(backend, "port"))
    target = place.get("path")
    kind = str(place.get("pathType") or "")
    return Entry(ingress, path, host, target if isinstance(target, str) else "", kind, service, port)


def _port(service: Resource, wanted: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for _, port in items(service.data, "spec", "ports"):
        by_name = "name" in wanted and port.get("name") == wanted["name"]
        by_number = "number" in wanted and port.get("port") == wanted["number"]
        if by_name or by_number:
            return port
    return None


def annotations_of(ingress: Resource) -> Mapping[str, Any]:
    """The annotations of an Ingress."""
    return mapping(ingress.data, "metadata", "annotations")


def class_of(ingress: Resource) -> str:
    """The class of an Ingress, by field or by the older annotation; "" when it leaves that to the default."""
    named = value(ingress.data, "spec", "ingressClassName")
    return str(named or annotations_of(ingress).get("kubernetes.io/ingress.class") or "")


def is_nginx(ingress: Resource) -> bool:
    """Whether ingress-nginx serves it: its class says so, or it has annotations that only that one reads."""
    named = class_of(ingress)
    if named:
        return named == "nginx"
    return any(str(key).startswith(NGINX) for key in annotations_of(ingress))

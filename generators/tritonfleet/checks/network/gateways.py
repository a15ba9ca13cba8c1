"""Gateway API routes with the listeners that they attach to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.world import World

ROUTES = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A parentRef of a route whose Gateway is among the manifests, and the listeners that it names.

    Without a section name and a port it names all of them.
    """

    route: Resource
    path: Path
    gateway: Resource
    parent: Mapping[str, Any]
    listeners: tuple[tuple[int, Mapping[str, Any]], ...]


def attachments(world: World) -> list[Attachment]:
    """Every route that asks a known Gateway to serve it."""
    found = []
    for route in world.index.of_kind(*ROUTES):
        for number, parent in items(route.data, "spec", "parentRefs"):
            namespace = str(parent.get("namespace") or route.namespace)
            gateway = world.index.get("Gateway", namespace, str(parent.get("name")))
            if gateway is not None and parent.get("kind", "Gateway") == "Gateway":
                path = ("spec", "parentRefs", number)
                found.append(Attachment(route, path, gateway, parent, _listeners(gateway, parent)))
    return found


def _listeners(gateway: Resource, parent: Mapping[str, Any]) -> tuple[tuple[int, Mapping[str, Any]], ...]:
    section, port = parent.get("sectionName"), parent.get("port")
    return tuple(
        (number, listener)
        for number, listener in items(gateway.data, "spec", "listeners")
        if section in (None, listener.get("name")) and port in (None, listener.get("port"))
    )


def backends(route: Resource) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The backends of a route's rules, each with its path."""
    for number, rule in items(route.data, "spec", "rules"):
        for index, reference in items(rule, "backendRefs"):
            yield ("spec", "rules", number, "backendRefs", index), reference


def hostnames_meet(one: str, other: str) -> bool:
    """Whether a request's host can match both names; an empty name matches every host.

    ``*.example.com`` matches any number of labels before the dot (gateway-api:apis/v1/shared_types.go, Hostname).
    """
    if not one or not other or one == other:
        return True
    if one.startswith("*."):
        return other.removeprefix("*").endswith(one[1:]) or (
            other.startswith("*.") and one[1:].endswith(other[1:])
        )
    return other.startswith("*.") and one.endswith(other[1:])


def hostnames(route: Resource) -> list[str]:
    """The host names of a route; none means every one that the listener has."""
    given = value(route.data, "spec", "hostnames")
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def admits(listener: Mapping[str, Any], gateway: Resource, route: Resource) -> str:
    """Why a listener does not take the route; "" when it does, or when a label selector decides."""
    allowed = mapping(listener, "allowedRoutes")
    source = mapping(allowed, "namespaces").get("from", "Same")
    if source == "Same" and route.namespace != gateway.namespace:
        return f"listener `{listener.get('name')}` takes routes of namespace {gateway.namespace} only"
    kinds = [str(kind.get("kind")) for _, kind in items(allowed, "kinds")]
    if kinds and route.kind not in kinds:
        return f"listener `{listener.get('name')}` takes {', '.join(kinds)} only"
    return ""

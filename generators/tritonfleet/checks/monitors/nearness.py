"""Whether a selector that matches nothing was surely meant for what is there."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.monitors.model import backends, watched
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.world import World

_CLOSE = 0.8


def meant_services(world: World, monitor: Resource) -> list[Resource]:
    """The Services that a ServiceMonitor was surely meant for: others may lie outside the manifests.

    Its selector shares a label with them or misspells one, fits their pods instead, or they have its name.
    """
    wanted = _wanted(monitor)
    found = []
    for namespace in watched(world, monitor):
        pods = (
            {id(workload) for workload in world.pods(namespace, {"matchLabels": wanted})} if wanted else set()
        )
        for service in world.index.services.select(namespace, {}):
            backed = backends(world, service) if pods else ()
            same = service.name == monitor.name or any(id(workload) in pods for workload in backed)
            if same or _is_near(wanted, service.labels):
                found.append(service)
    return found


def meant_pods(world: World, monitor: Resource) -> list[Resource]:
    """The makers of pods that a PodMonitor was surely meant for."""
    wanted = _wanted(monitor)
    return [
        workload.resource
        for namespace in watched(world, monitor)
        for workload in world.pods(namespace, {})
        if workload.resource.name == monitor.name or _is_near(wanted, workload.labels)
    ]


def elsewhere(world: World, monitor: Resource) -> list[Resource]:
    """What the selector matches in namespaces at which the monitor does not look, the Services or makers of pods."""
    selector = mapping(monitor.data, "spec", "selector")
    if not selector:
        return []
    others = [
        namespace for namespace in world.index.namespaces if namespace not in set(watched(world, monitor))
    ]
    if monitor.kind == "PodMonitor":
        return [workload.resource for namespace in others for workload in world.pods(namespace, selector)]
    return [service for namespace in others for service in world.index.services.select(namespace, selector)]


def _wanted(monitor: Resource) -> dict[str, str]:
    return labels_of(mapping(monitor.data, "spec", "selector").get("matchLabels"))


def _is_near(wanted: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    return any(
        key in labels
        and (labels[key] == value or SequenceMatcher(None, labels[key], value).ratio() >= _CLOSE)
        for key, value in wanted.items()
    )

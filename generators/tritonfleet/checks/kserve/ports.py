"""The ports of the model's container: those of the InferenceService, else those of the runtime it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tritonfleet.checks.kserve.choice import named
from tritonfleet.checks.kserve.services import MODEL_CONTAINER, InferenceService
from tritonfleet.checks.objects import Path, items
from tritonfleet.checks.world import World

Ports = Sequence[Mapping[str, Any]]


def model_ports(world: World, service: InferenceService) -> tuple[Path, Ports]:
    """The path in the InferenceService where its ports are or belong, and the ports the container will have.

    Ports of the runtime stay when the service names none; both are merged by ``containerPort``.
    """
    path: Path = ("spec", "predictor", "containers", 0, "ports")
    own: list[Mapping[str, Any]] = []
    if service.model is not None:
        path = (*service.model.path, "ports")
        own = [port for _, port in items(service.model.spec, "ports")]
    elif service.predictor is not None:
        for number, container in items(service.predictor.spec, "containers"):
            if number == 0 or container.get("name") == MODEL_CONTAINER:
                path = ("spec", "predictor", "containers", number, "ports")
                own = [port for _, port in items(container, "ports")]
    taken = [port.get("containerPort") for port in own]
    more = [port for port in _of_runtime(world, service) if port.get("containerPort") not in taken]
    return path, [*own, *more]


def _of_runtime(world: World, service: InferenceService) -> Ports:
    if service.model is None or not service.model.runtime:
        return ()
    runtime = named(world, service.resource.namespace, service.model.runtime)
    if runtime is None or runtime.resource is None:
        return ()
    containers = [c for _, c in items(runtime.resource.data, "spec", "containers")]
    return [port for c in containers if c.get("name") == MODEL_CONTAINER for _, port in items(c, "ports")]

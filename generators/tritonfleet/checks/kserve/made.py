"""The objects that KServe makes of InferenceServices, by identity: names that others may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.kserve.services import KNATIVE, InferenceService, inference_services
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.world import World

Identity = tuple[str, str, str]
"""Kind, namespace and name."""


def made(world: World) -> dict[Identity, InferenceService]:
    """Each Deployment and Service that KServe makes, or would in a cluster whose default mode fits.

    In Knative mode the Deployments are Knative's, with names of its own; the Services have the same names.
    """
    return {
        (kind, service.resource.namespace, name): service
        for service in inference_services(world)
        for kind, name in _names(service)
    }


def _names(service: InferenceService) -> Iterator[tuple[str, str]]:
    names = [service.workload(component) for component in service.components]
    for _, canary in items(service.resource.data, "spec", "canary"):
        names.append(f"{service.resource.name}-{value(canary, 'predictor', 'name')}-predictor")
    yield "Service", service.resource.name
    for name in names:
        yield "Service", name
        if service.mode != KNATIVE:
            yield "Deployment", name

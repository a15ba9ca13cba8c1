"""The objects that KServe makes of InferenceServices in Standard mode, by identity."""

from __future__ import annotations

from tritonfleet.checks.kserve.services import STANDARD, inference_services
from tritonfleet.checks.objects import Resource, items, value
from tritonfleet.checks.world import World


def made(world: World) -> dict[tuple[str, str, str], Resource]:
    """Kind, namespace and name of each Deployment and Service that KServe makes → the InferenceService it is for.

    An InferenceService whose mode is not stated is left out: Knative makes other objects.
    """
    found: dict[tuple[str, str, str], Resource] = {}
    for service in inference_services(world):
        if service.mode != STANDARD:
            continue
        names = [service.workload(component) for component in service.components]
        for _, canary in items(service.resource.data, "spec", "canary"):
            names.append(f"{service.resource.name}-{value(canary, 'predictor', 'name')}-predictor")
        for name in names:
            for kind in ("Deployment", "Service"):
                found[kind, service.resource.namespace, name] = service.resource
    return found

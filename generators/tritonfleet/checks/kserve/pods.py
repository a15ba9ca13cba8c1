"""The pods that KServe makes for the predictors of InferenceServices.

Source: kserve/kserve:pkg/constants/constants.go and pkg/controller/v1beta1/inferenceservice/components/predictor.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.checks.kserve.ports import Ports, model_ports
from tritonfleet.checks.kserve.services import GROUP, InferenceService, inference_services
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.world import World

SERVICE_LABEL = f"{GROUP}/inferenceservice"


@dataclass(frozen=True, slots=True)
class PredictorPods:
    """The pods of one predictor. ``ports``: those of the model's container; None when its runtime is not known."""

    service: InferenceService
    labels: Mapping[str, str]
    ports: Ports | None


def predictor_pods(world: World) -> list[PredictorPods]:
    """The pods of every predictor, in the order of the InferenceServices."""
    return world.derived(_predictor_pods)


def _predictor_pods(world: World) -> list[PredictorPods]:
    return [
        PredictorPods(service, _labels(service), _ports(world, service))
        for service in inference_services(world)
        if service.predictor is not None
    ]


def _labels(service: InferenceService) -> Mapping[str, str]:
    own = service.resource.labels
    predictor = service.predictor
    on_predictor = labels_of(mapping(predictor.spec, "labels")) if predictor else {}
    app = f"isvc.{service.workload(predictor)}" if predictor else ""
    made = {SERVICE_LABEL: service.resource.name, "component": "predictor", "app": app}
    return {**own, **on_predictor, **made}


def _ports(world: World, service: InferenceService) -> Ports | None:
    from tritonfleet.checks.kserve.choice import chosen

    known = any(each is service and runtime.resource for each, _, runtime in chosen(world))
    return model_ports(world, service)[1] if known else None

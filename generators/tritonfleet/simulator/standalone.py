"""A service that is in no fleet: what a person states is made one, so that the planner derives the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.errors import InputError
from tritonfleet.planner.scaling import Given
from tritonfleet.simulator.service_time import HOW
from tritonfleet.simulator.serving import Serving, Stated, serving_of
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.environment import Environment
from tritonfleet.spec.model import Model
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.service import Service

NAME = "service"
START_SECONDS = 60.0
PROMETHEUS = {"namespace": "monitoring", "address": "http://prometheus.monitoring:9090"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a service. ``within``: seconds; ``load``: requests a second at the peak."""

    within: float | None
    load: float | None
    minimum: int
    maximum: int


def stated_serving(stated: Stated, wanted: Wanted) -> Serving:
    """A service of one model on whole GPUs. InputError without a service time, or one above the objective."""
    if not stated.service_time:
        raise InputError.of("nothing tells how long a batch takes", fix=f"state --service-time: {HOW}")
    if wanted.minimum > wanted.maximum:
        raise InputError.of(f"--min {wanted.minimum} is above --max {wanted.maximum}")
    spec = Service.model_validate(
        {
            "models": [NAME],
            "repository": {"configMap": {}},
            "gpu": {"count": 1},
            "replicas": wanted.minimum,
            "scaling": {"min": wanted.minimum, "max": wanted.maximum},
            "slo": _slo(wanted),
        }
    )
    cluster = Cluster.model_validate(
        {"kubernetes": "1.36", "pools": {"any": {"nodes": 1}}, "prometheus": PROMETHEUS}
    )
    service = ResolvedService(NAME, spec, {NAME: _model(stated)})
    environment = Environment.model_validate({"cluster": NAME, "namespace": NAME})
    resolved = ResolvedEnvironment(NAME, environment, NAME, cluster, {NAME: service})
    start = START_SECONDS if stated.start is None else stated.start
    known = Stated(stated.service_time, stated.max_batch, stated.instances, start)
    return serving_of(service, resolved, Given(), (), known)


def _model(stated: Stated) -> Model:
    return Model.model_validate(
        {
            "backend": "onnxruntime",
            "maxBatchSize": stated.max_batch or 1,
            "instanceGroups": {"gpu": {"count": stated.instances or 1}},
            "dynamicBatching": {},
        }
    )


def _slo(wanted: Wanted) -> dict[str, object]:
    latency = {"objective": "99%", "within": f"{1000 * wanted.within:g}ms"} if wanted.within else None
    return {"latency": latency, "requestsPerSecond": wanted.load}

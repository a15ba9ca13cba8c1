"""Everything whose pods may ask for GPUs: workloads, and the predictors and runtimes of KServe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping
from tritonfleet.checks.world import World

_PARTS = ("predictor", "transformer", "explainer")
_FORMATS = ("model", "triton", "huggingface", "pytorch", "tensorflow", "onnx", "sklearn", "xgboost")
_CONTAINERS = ("initContainers", "containers")


@dataclass(frozen=True, slots=True)
class PodMaker:
    """Something that makes pods: its object, the path and content of their spec, and their containers with paths.

    ``partial``: somebody adds to the pods what is not written here, as KServe does from the other half of an
    InferenceService and its runtime; so that what is missing proves nothing. ``workload`` is None for those.
    """

    resource: Resource
    path: Path
    spec: Mapping[str, Any]
    containers: Sequence[tuple[Path, Mapping[str, Any]]]
    partial: bool = False
    workload: Workload | None = None


def pod_makers(world: World) -> list[PodMaker]:
    """Every maker of pods, workloads first, each in the order it was read."""
    return world.derived(_pod_makers)


def _pod_makers(world: World) -> list[PodMaker]:
    found = [
        PodMaker(w.resource, (*w.path, "spec"), w.spec, w.containers, workload=w)
        for w in world.index.workloads
    ]
    for service in world.index.of_kind("InferenceService"):
        if service.group == "serving.kserve.io":
            found += _of_service(service)
    for runtime in world.index.of_kind("ServingRuntime", "ClusterServingRuntime"):
        if runtime.group == "serving.kserve.io":
            found.append(_partial(runtime, ("spec",)))
    return found


def _of_service(service: Resource) -> Iterator[PodMaker]:
    for part in _PARTS:
        if mapping(service.data, "spec", part):
            yield _partial(service, ("spec", part))
            if mapping(service.data, "spec", part, "workerSpec"):
                yield _partial(service, ("spec", part, "workerSpec"))


def _partial(resource: Resource, path: Path) -> PodMaker:
    spec = mapping(resource.data, *path)
    containers = [((*path, field, n), c) for field in _CONTAINERS for n, c in items(spec, field)]
    containers += [((*path, field), mapping(spec, field)) for field in _FORMATS if mapping(spec, field)]
    return PodMaker(resource, path, spec, containers, partial=True)

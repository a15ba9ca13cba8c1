"""Everything whose pods may ask for GPUs: workloads, groups of pods of other operators, and what KServe runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.world import World

_PARTS = ("predictor", "transformer", "explainer")
_FORMATS = ("model", "triton", "huggingface", "pytorch", "tensorflow", "onnx", "sklearn", "xgboost")
_CONTAINERS = ("initContainers", "containers")
_RAY = (("headGroupSpec", "template"), ("workerGroupSpecs", "*", "template"))

_GROUPS: Mapping[tuple[str, str], Sequence[Path]] = {
    ("leaderworkerset.x-k8s.io", "LeaderWorkerSet"): (
        ("spec", "leaderWorkerTemplate", "leaderTemplate"),
        ("spec", "leaderWorkerTemplate", "workerTemplate"),
    ),
    ("jobset.x-k8s.io", "JobSet"): (("spec", "replicatedJobs", "*", "template", "spec", "template"),),
    ("ray.io", "RayCluster"): tuple(("spec", *path) for path in _RAY),
    ("ray.io", "RayService"): tuple(("spec", "rayClusterConfig", *path) for path in _RAY),
    ("ray.io", "RayJob"): tuple(("spec", "rayClusterSpec", *path) for path in _RAY),
    ("kubeflow.org", "PyTorchJob"): (("spec", "pytorchReplicaSpecs", "*", "template"),),
    ("kubeflow.org", "MPIJob"): (("spec", "mpiReplicaSpecs", "*", "template"),),
}
"""Where operators that make several pods at once keep their pod templates; ``*`` is every item."""


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
    for (group, kind), paths in _GROUPS.items():
        for resource in world.index.of_kind(kind):
            if resource.group == group:
                found += [maker for path in paths for maker in _of_group(resource, path)]
    for service in world.index.of_kind("InferenceService"):
        if service.group == "serving.kserve.io":
            found += _of_service(service)
    for runtime in world.index.of_kind("ServingRuntime", "ClusterServingRuntime"):
        if runtime.group == "serving.kserve.io":
            found.append(_partial(runtime, ("spec",)))
    return found


def _of_group(resource: Resource, path: Path) -> Iterator[PodMaker]:
    for where in _everywhere(resource.data, path):
        at = (*where, "spec")
        spec = mapping(resource.data, *at)
        if spec:
            containers = [((*at, field, n), c) for field in _CONTAINERS for n, c in items(spec, field)]
            yield PodMaker(resource, at, spec, containers)


def _everywhere(data: Any, path: Path) -> Iterator[Path]:
    """The path with every item that its ``*`` stands for."""
    if "*" not in path:
        yield path
        return
    star = path.index("*")
    before, behind = path[:star], path[star + 1 :]
    found = value(data, *before)
    keys = range(len(found)) if isinstance(found, list) else found if isinstance(found, dict) else ()
    for key in keys:
        if isinstance(key, (int, str)):
            yield (*before, key, *behind)


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

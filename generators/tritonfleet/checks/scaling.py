"""Who scales what, and between which bounds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tritonfleet.checks.objects import Path, Resource, Workload, mapping, value
from tritonfleet.checks.world import World

TargetKey = tuple[str, str, str]
"""Kind, namespace and name of a scale target."""


@dataclass(frozen=True, slots=True)
class Scaler:
    """An autoscaler and the workload it names. ``minimum`` is the fewest replicas it goes down to."""

    resource: Resource
    target: TargetKey
    target_path: Path
    minimum: int


def scalers(world: World) -> dict[TargetKey, list[Scaler]]:
    """Every HorizontalPodAutoscaler and ScaledObject, by what it scales."""
    found: dict[TargetKey, list[Scaler]] = defaultdict(list)
    for resource in world.index.of_kind("HorizontalPodAutoscaler", "ScaledObject"):
        reference = mapping(resource.data, "spec", "scaleTargetRef")
        keda = resource.kind == "ScaledObject"
        kind = reference.get("kind") or ("Deployment" if keda else "")
        field, default = ("minReplicaCount", 0) if keda else ("minReplicas", 1)
        minimum = value(resource.data, "spec", field)
        target = (str(kind), resource.namespace, str(reference.get("name") or ""))
        path = ("spec", "scaleTargetRef", "name")
        found[target].append(Scaler(resource, target, path, minimum if isinstance(minimum, int) else default))
    return found


def least_replicas(workload: Workload, by_target: dict[TargetKey, list[Scaler]]) -> int:
    """The fewest pods a workload runs with, ignoring scale-to-zero: at zero there is nothing to protect."""
    resource = workload.resource
    scaling = by_target.get((resource.kind, resource.namespace, resource.name))
    if scaling:
        return max(1, min(scaler.minimum for scaler in scaling))
    replicas = value(resource.data, "spec", "replicas")
    return replicas if isinstance(replicas, int) else 1

"""Who scales what, and between which bounds, whatever the kind of autoscaler."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tritonfleet.checks.objects import Path, Resource, Workload, mapping, value
from tritonfleet.checks.scaling.fields import TargetKey, integer, target_of
from tritonfleet.checks.scaling.hpas import hpas
from tritonfleet.checks.scaling.keda import scaled_objects
from tritonfleet.checks.world import World

__all__ = [
    "Scaler",
    "TargetKey",
    "least_replicas",
    "scaled_by",
    "scalers",
    "target_of",
    "target_workload",
]


@dataclass(frozen=True, slots=True)
class Scaler:
    """An autoscaler and the workload it names.

    ``minimum`` is the fewest replicas it goes down to, ``maximum`` the most it goes up to; None when an HPA lacks
    it. ``idle`` is KEDA's ``idleReplicaCount``.
    """

    resource: Resource
    target: TargetKey
    target_path: Path
    minimum: int
    maximum: int | None = None
    idle: int | None = None

    @property
    def keda(self) -> bool:
        """Whether it is a ScaledObject."""
        return self.resource.kind == "ScaledObject"

    @property
    def minimum_path(self) -> Path:
        """Where its lower bound stands, or would stand."""
        return ("spec", "minReplicaCount" if self.keda else "minReplicas")

    @property
    def maximum_path(self) -> Path:
        """Where its upper bound stands, or would stand."""
        return ("spec", "maxReplicaCount" if self.keda else "maxReplicas")

    @property
    def behavior_path(self) -> Path:
        """Where the HPA's ``behavior`` stands, or would stand."""
        keda = ("advanced", "horizontalPodAutoscalerConfig") if self.keda else ()
        return ("spec", *keda, "behavior")


def scalers(world: World) -> dict[TargetKey, list[Scaler]]:
    """Every HorizontalPodAutoscaler and ScaledObject, by what it scales."""
    found: dict[TargetKey, list[Scaler]] = defaultdict(list)
    path = ("spec", "scaleTargetRef", "name")
    for hpa in hpas(world):
        found[hpa.target].append(Scaler(hpa.resource, hpa.target, path, hpa.least, hpa.maximum))
    for scaled in scaled_objects(world):
        bounds = (scaled.least, scaled.most, scaled.idle)
        found[scaled.target].append(Scaler(scaled.resource, scaled.target, path, *bounds))
    return found


def scaled_by(world: World, resource: Resource) -> Scaler | None:
    """The autoscaler of a workload, the first if there are several; None when nothing scales it."""
    found = world.derived(scalers).get((resource.kind, resource.namespace, resource.name))
    return found[0] if found else None


def target_workload(world: World, target: TargetKey) -> Workload | None:
    """The workload that a scale target names; None when it is not among the manifests, or makes no pods."""
    return world.derived(_workloads).get(target)


def least_replicas(workload: Workload, by_target: dict[TargetKey, list[Scaler]]) -> int:
    """The fewest pods a workload runs with, ignoring scale-to-zero: at zero there is nothing to protect."""
    resource = workload.resource
    scaling = by_target.get((resource.kind, resource.namespace, resource.name))
    if scaling:
        return max(1, min(scaler.minimum for scaler in scaling))
    replicas = integer(value(resource.data, "spec", "replicas"))
    return 1 if replicas is None else replicas


def _workloads(world: World) -> dict[TargetKey, Workload]:
    """Workloads by identity; a Rollout that only refers to a Deployment has that one's pods."""
    found: dict[TargetKey, Workload] = {}
    for workload in world.index.workloads:
        resource = workload.resource
        found.setdefault((resource.kind, resource.namespace, resource.name), workload)
    for rollout in world.index.of_kind("Rollout"):
        reference = mapping(rollout.data, "spec", "workloadRef")
        named = found.get((str(reference.get("kind")), rollout.namespace, str(reference.get("name"))))
        if named is not None:
            found.setdefault((rollout.kind, rollout.namespace, rollout.name), named)
    return found

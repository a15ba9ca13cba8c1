"""What workloads take of the GPUs, and what is left of them."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.gpu.requests import gpu_pods, needed
from tritonfleet.checks.objects import Workload
from tritonfleet.checks.scaling import Scaler, TargetKey, least_replicas, scalers
from tritonfleet.checks.world import World

_PASSING = ("Job", "CronJob")


def gpu_needs(world: World) -> Mapping[TargetKey, Mapping[str, int]]:
    """What one pod of each workload takes of each GPU resource, by kind, namespace and name of the workload."""
    return world.derived(_gpu_needs)


def free(world: World) -> Mapping[str, int] | None:
    """What is left of each GPU resource when every workload runs at its minimum; None when nodes are unknown.

    Only what the manifests show is counted, so there is never more left than this.
    """
    return world.derived(_free)


def sure(world: World) -> bool:
    """Whether the nodes are all there will be: Node objects may belong to a group that grows."""
    return world.facts.nodes is not None


def shortage(pod: Mapping[str, int], left: Mapping[str, int], pods: int = 1) -> str:
    """What some pods lack of the GPUs that are left, for people; empty when they fit.

    A resource that no node has is the business of other rules.
    """
    for resource, count in pod.items():
        if resource in left and left[resource] < count * pods:
            return f"{count * pods} {resource} more, and {max(0, left[resource])} are free"
    return ""


def _gpu_needs(world: World) -> Mapping[TargetKey, Mapping[str, int]]:
    found: dict[TargetKey, Mapping[str, int]] = {}
    for maker, requests in gpu_pods(world):
        resource = maker.resource
        key = (resource.kind, resource.namespace, resource.name)
        if maker.workload is not None:
            found.setdefault(key, needed(requests))
    return found


def _free(world: World) -> Mapping[str, int] | None:
    if nodes(world) is None:
        return None
    left = dict(advertised(world))
    by_target = world.derived(scalers)
    for maker, requests in gpu_pods(world):
        pods = 0 if maker.workload is None else _pods(maker.workload, by_target)
        for resource, count in needed(requests).items():
            if resource in left:
                left[resource] -= count * pods
    return left


def _pods(workload: Workload, by_target: dict[TargetKey, list[Scaler]]) -> int:
    """The pods that are there at all times; jobs come and go, and what scales to zero may be gone."""
    resource = workload.resource
    if resource.kind in _PASSING:
        return 0
    scaling = by_target.get((resource.kind, resource.namespace, resource.name))
    return min(scaler.minimum for scaler in scaling) if scaling else least_replicas(workload, by_target)

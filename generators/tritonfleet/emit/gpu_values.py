"""Values for charts/triton: the GPU a service asks for, and the nodes that have it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from tritonfleet.digests import digest
from tritonfleet.emit.dra import claim_values
from tritonfleet.geometry import resource_name
from tritonfleet.planner.nodes import GPU
from tritonfleet.planner.plan import ServicePlan
from tritonfleet.planner.pools import Placement
from tritonfleet.spec.cluster import Cluster, Pool
from tritonfleet.spec.gpu import GpuRequest

Values = dict[str, Any]


def gpu_values(request: GpuRequest | None, placement: Placement | None) -> Values | None:
    """What the container asks for: a resource, or a claim; None runs on CPU."""
    if request is None:
        return None
    if request.allocation == "dra":
        return claim_values(request, placement)
    resource = placement.resource if placement else _usual_resource(request)
    return {"resource": None if resource == GPU else resource, "count": request.count or 1}


def _usual_resource(request: GpuRequest) -> str:
    return resource_name(request.slice) if request.slice else GPU


def shared_memory_values(plan: ServicePlan) -> Values:
    """The pod's /dev/shm. On a pool with MPS it is the control daemon's, by which clients and server meet."""
    gpu = plan.placement.value.pool.gpu if plan.placement else None
    return {"mount": False} if gpu and gpu.mps else {"size": f"{plan.shared_memory.value}Mi"}


def placement_values(plan: ServicePlan, cluster: Cluster | None) -> Values:
    """Where the pods run: on the nodes of the pool, whatever keeps others away. The base has no cluster."""
    if plan.placement is None or cluster is None:
        return {}
    pool = plan.placement.value.pool
    return {
        "nodeSelector": dict(pool.labels),
        "nodeAffinity": _affinity(pool, plan, cluster),
        "tolerations": _tolerations(pool),
        "runtimeClassName": pool.runtime_class,
    }


def _affinity(pool: Pool, plan: ServicePlan, cluster: Cluster) -> Values:
    if pool.gpu is None or pool.gpu.allocation == "dra":
        # A claim chooses the device itself, and a DRA stack need not write the device plugin's labels.
        return {}
    affinity = {}
    if plan.gpu_product:
        affinity["nvidia.com/gpu.product"] = {"values": list(plan.gpu_product.value)}
    if pool.gpu.mig and cluster.gpu_stack.installed_by == "gpu-operator":
        # Until its MIG manager has succeeded, the node may still advertise the old slices. The device plugin's chart
        # has no MIG manager: without one the label is never written.
        affinity["nvidia.com/mig.config.state"] = {"values": ["success"]}
    return affinity


def _tolerations(pool: Pool) -> Values:
    tolerations: Values = {}
    for key, taint in pool.taints.items():
        equal = {"operator": "Equal", "value": taint.value} if taint.value is not None else {}
        tolerations[_toleration_name(key, tolerations)] = {"key": key, **equal, "effect": taint.effect}
    return tolerations


def _toleration_name(key: str, taken: Collection[str]) -> str:
    """A name by which people know the taint again; the chart allows 63 characters, and each name once."""
    name = re.sub("[/._]", "-", key).lower()
    return name if len(name) <= 63 and name not in taken else f"{name[:54]}-{digest(key)[:8]}"

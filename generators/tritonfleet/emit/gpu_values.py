"""Values for charts/triton: the GPU a service asks for, and the nodes that have it."""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.dra import claim_values
from tritonfleet.geometry import resource_name
from tritonfleet.planner.nodes import GPU
from tritonfleet.planner.plan import ServicePlan
from tritonfleet.planner.pools import Placement
from tritonfleet.spec.cluster import Pool
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


def placement_values(plan: ServicePlan) -> Values:
    """Where the pods run: on the nodes of the pool, whatever keeps others away."""
    if plan.placement is None:
        return {}
    pool = plan.placement.value.pool
    return {
        "nodeSelector": dict(pool.labels),
        "nodeAffinity": _affinity(pool, plan),
        "tolerations": _tolerations(pool),
        "runtimeClassName": pool.runtime_class,
    }


def _affinity(pool: Pool, plan: ServicePlan) -> Values:
    if pool.gpu is None or pool.gpu.allocation == "dra":
        # A claim chooses the device itself, and a DRA stack need not write the device plugin's labels.
        return {}
    affinity = {}
    if plan.gpu_product:
        affinity["nvidia.com/gpu.product"] = {"values": list(plan.gpu_product.value)}
    if pool.gpu.mig:
        # Until the MIG manager has succeeded, the node may still advertise the old slices.
        affinity["nvidia.com/mig.config.state"] = {"values": ["success"]}
    return affinity


def _tolerations(pool: Pool) -> Values:
    tolerations = {}
    for key, taint in pool.taints.items():
        name = key.replace("/", "-").replace(".", "-").replace("_", "-").lower()
        equal = {"operator": "Equal", "value": taint.value} if taint.value is not None else {}
        tolerations[name] = {"key": key, **equal, "effect": taint.effect}
    return tolerations

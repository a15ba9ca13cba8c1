"""The way of a service through KEDA's HTTP add-on: values of charts/triton, and who may lead there on a cluster."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tritonfleet.planner.scaling import ScalingPlan
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import ResolvedEnvironment
from tritonfleet.spec.service import Expose

Values = dict[str, Any]
INSTALLED_IN = "keda"
"""The namespace that the charts take the add-on to be in."""


def interceptor_values(plan: ScalingPlan, expose: Expose, environment: ResolvedEnvironment) -> Values | None:
    """The value of ``autoscaling.keda.interceptorRoute``; None where the add-on does not count for the service."""
    trigger = plan.triggers.get("gateway")
    if trigger is None or trigger.type != constants().http_add_on["trigger"] or trigger.target is None:
        return None
    values: Values = {"concurrency": max(1, int(trigger.target.value))}
    if expose.grpc_route:
        values["port"] = "grpc"
    keda = environment.cluster.keda if environment.cluster else None
    if keda and keda.namespace != INSTALLED_IN:
        values["proxy"] = {"namespace": keda.namespace}
    return values


def leads_there(cluster: Cluster) -> bool:
    """Whether routes of this cluster's gateway may lead to the add-on's proxy."""
    return bool(cluster.gateway and cluster.keda and cluster.keda.http_add_on)


def grant_values(cluster: Cluster, namespaces: Collection[str]) -> Values:
    """Values of charts/triton-platform for the cluster: which namespaces' routes may lead to the add-on's proxy."""
    if not leads_there(cluster) or not namespaces:
        return {}
    assert cluster.keda is not None
    allowed = dict.fromkeys(sorted(namespaces), True)
    return {"httpAddOn": {"namespace": cluster.keda.namespace, "routesFrom": allowed}}

"""Values of charts/triton below ``autoscaling``: who decides the number of pods, and by what."""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.interceptor_route import interceptor_values
from tritonfleet.emit.prometheus_adapter import metric_name
from tritonfleet.planner.scaling import BehaviorPlan, DirectionPlan, ScalingPlan, TriggerPlan
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.quantities import number_text, quantity_text
from tritonfleet.planner.scaling.queried import chart_knows, query_of, window_text
from tritonfleet.spec.monitoring import PrometheusAuthentication
from tritonfleet.spec.resolve import PLATFORM, ResolvedEnvironment, ResolvedService

Values = dict[str, Any]
AUTHENTICATION = f"{PLATFORM}-prometheus"
"""The TriggerAuthentication that charts/triton-platform makes in every environment."""


def scaling_values(
    plan: ScalingPlan | None, service: ResolvedService, environment: ResolvedEnvironment
) -> Values:
    """The value of ``autoscaling``; empty where the chart makes no autoscaler."""
    if plan is None or plan.owner not in ("keda", "hpa"):
        return {}
    values: Values = {
        "owner": plan.owner,
        "min": plan.minimum.value,
        "max": plan.maximum.value,
        "behavior": _behavior(plan.behavior),
    }
    if plan.owner == "hpa":
        return values | {"hpa": {"metrics": _metrics(plan, service)}}
    return values | {"keda": _keda(plan, service, environment)}


def _keda(plan: ScalingPlan, service: ResolvedService, environment: ResolvedEnvironment) -> Values:
    times = {
        "pollingIntervalSeconds": plan.polling,
        "cooldownSeconds": plan.cooldown,
        "initialCooldownSeconds": plan.initial_cooldown,
    }
    values: Values = {key: time.value for key, time in times.items() if time}
    if plan.fallback:
        values["fallback"] = {
            "failureThreshold": plan.fallback.failures.value,
            "replicas": plan.fallback.replicas.value,
            "behavior": plan.fallback.behavior.value,
        }
    prometheus = environment.cluster.prometheus if environment.cluster else None
    asks = any(trigger.type == "prometheus" for trigger in plan.triggers.values())
    if prometheus and asks:
        named = {"name": AUTHENTICATION} if prometheus.authentication else None
        values["prometheus"] = {"address": prometheus.address, "authentication": named}
    if route := interceptor_values(plan, service.spec.expose, environment):
        values["interceptorRoute"] = route
    mode = _mode(prometheus.authentication) if prometheus and prometheus.authentication else {}
    values["triggers"] = {
        name: _trigger(trigger, plan, service, environment, mode) for name, trigger in plan.triggers.items()
    }
    return values


def _trigger(
    trigger: TriggerPlan,
    plan: ScalingPlan,
    service: ResolvedService,
    environment: ResolvedEnvironment,
    mode: Values,
) -> Values:
    if trigger.type == constants().http_add_on["trigger"]:  # The InterceptorRoute has its target.
        return {"type": trigger.type}
    metadata = dict(trigger.metadata)
    values: Values = {"target": number_text(trigger.target.value)} if trigger.target else {}
    if trigger.type != "prometheus":
        return values | {"type": trigger.type} | ({"metadata": metadata} if metadata else {})
    if chart_knows(trigger, service):
        values |= {"signal": trigger.signal, "window": window_text(plan.window.value)}
    else:
        values |= {"query": query_of(trigger, service, environment, plan.window.value)}
        values |= {"metricType": trigger.metric_type}
    if trigger.query is not None:
        # Whoever counts in front of the service writes no series while nobody calls.
        metadata["ignoreNullValues"] = "true"
    if trigger.activation:
        values["activation"] = number_text(trigger.activation.value)
    return values | ({"metadata": metadata | mode} if metadata | mode else {})


def _metrics(plan: ScalingPlan, service: ResolvedService) -> Values:
    return {name: _metric(trigger, plan, service) for name, trigger in plan.triggers.items()}


def _metric(trigger: TriggerPlan, plan: ScalingPlan, service: ResolvedService) -> Values:
    assert trigger.target is not None
    if trigger.type == "cpu":
        return {"resource": {"name": "cpu", "averageUtilization": round(trigger.target.value)}}
    return {
        "external": {
            "metric": metric_name(trigger, service),
            "matchLabels": {"job": service.name} if trigger.query is None else {},
            "metricType": trigger.metric_type,
            "target": quantity_text(trigger.target.value),
        }
    }


def _behavior(behavior: BehaviorPlan) -> Values:
    return {"scaleUp": _direction(behavior.up), "scaleDown": _direction(behavior.down)}


def _direction(direction: DirectionPlan) -> Values:
    policies = {
        name: {"type": policy.type, "value": policy.value, "periodSeconds": policy.period}
        for name, policy in direction.policies.items()
    }
    return {"stabilizationWindowSeconds": direction.window.value, "policies": policies}


def _mode(authentication: PrometheusAuthentication) -> Values:
    """Which of its credentials KEDA uses; an authority alone is none of its modes."""
    if authentication.bearer:
        return {"authModes": "bearer"}
    return {"authModes": "basic"} if authentication.username else {}

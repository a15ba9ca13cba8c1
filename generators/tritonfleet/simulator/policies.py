"""Policies to compare: each signal with the numbers that the planner derives for it.

Whoever owns the scaling in the fleet, it is simulated as KEDA does it; cron windows are left out. ``static`` keeps the
maximum. ``…:defaults`` is a signal with its derived target, and all else as KEDA and Kubernetes
have it by default: pods go as fast as they come, a query that finds nothing counts as 0, and nothing falls back.
"""

from __future__ import annotations

from typing import cast

from tritonfleet.errors import InputError
from tritonfleet.planner.scaling import DirectionPlan, ScalingPlan, TriggerPlan, scaling_plan
from tritonfleet.simulator.policy import Fallback, Pace, Policy, Step, Trigger
from tritonfleet.simulator.policy import Signal as Measured
from tritonfleet.simulator.serving import Serving
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.scaling import GatewaySignal, Scaling, Signal
from tritonfleet.suggest import suggest

STATIC, DEFAULTS = "static", "defaults"
SIGNALS: tuple[Signal, ...] = (
    "auto",
    "queue-time",
    "concurrency",
    "pending",
    "requests",
    "gpu",
    "cpu",
    "gateway",
)
NAMES = (*SIGNALS, STATIC)
COMPARED = ("queue-time", "concurrency", "pending", "requests", "gpu", STATIC)


def policy_of(name: str, serving: Serving) -> Policy:
    """The policy of this name for a service. InputError for an unknown name, or a target that nothing tells."""
    signal, _, variant = name.partition(":")
    _require_known(name, signal, variant)
    on: Signal = "auto" if signal == STATIC else cast(Signal, signal)
    plan = _plan(on, serving)
    if signal == STATIC:
        return Policy(name, plan.maximum.value, plan.maximum.value, note="always the maximum")
    policy = _policy(name, plan)
    if not variant:
        return policy
    return Policy(
        name,
        policy.minimum,
        policy.maximum,
        policy.triggers,
        policy.window,
        empty_is_zero=True,
        note=policy.note,
    )


def _require_known(name: str, signal: str, variant: str) -> None:
    variants = ("",) if signal == STATIC else ("", DEFAULTS)
    if signal in NAMES and variant in variants:
        return
    known = [signal, f"{signal}:{DEFAULTS}"][: len(variants)] if signal in NAMES else NAMES
    raise InputError.of(f"unknown policy `{name}`", fix=suggest(name, known))


def _plan(signal: Signal, serving: Serving) -> ScalingPlan:
    """The plan as if the service were scaled on this signal."""
    spec = serving.service.spec
    stated = spec.scaling or Scaling()
    gateway = (
        (stated.gateway or GatewaySignal(by="query", query="vector(0)")) if signal == "gateway" else None
    )
    same = signal in (stated.on, "auto")
    changes: dict[str, object] = {
        "owner": "keda",
        "on": stated.on if signal == "auto" else signal,
        "gateway": stated.gateway if signal == "auto" else gateway,
        "target": stated.target if same else None,
        "cron": {},
    }
    changed = spec.model_copy(update={"scaling": stated.model_copy(update=changes)})
    service = ResolvedService(serving.service.name, changed, serving.service.models)
    plan = scaling_plan(service, serving.environment, serving.given)
    assert plan is not None
    return plan


def _policy(name: str, plan: ScalingPlan) -> Policy:
    triggers = tuple(_trigger(trigger) for trigger in plan.triggers.values())
    fallback = plan.fallback
    return Policy(
        name,
        plan.minimum.value,
        plan.maximum.value,
        triggers,
        plan.window.value,
        _pace(plan.behavior.up),
        _pace(plan.behavior.down),
        Fallback(fallback.failures.value, fallback.replicas.value, fallback.behavior.value != "static")
        if fallback
        else None,
        polling=plan.polling.value if plan.polling else 30,
        cooldown=plan.cooldown.value if plan.cooldown else 300,
        note=", ".join(_target_text(trigger) for trigger in triggers),
    )


def _trigger(plan: TriggerPlan) -> Trigger:
    signal = plan.signal or ("cpu" if plan.type == "cpu" else "gateway")
    assert plan.target is not None
    activation = plan.activation.value if plan.activation else 0.0
    return Trigger(cast(Measured, signal), plan.metric_type, plan.target.value, activation)


def _pace(plan: DirectionPlan) -> Pace:
    return Pace(plan.window.value, tuple(Step(p.type, p.value, p.period) for p in plan.policies.values()))


def _target_text(trigger: Trigger) -> str:
    each = " a pod" if trigger.metric == "AverageValue" else ""
    unit = {"queue-mean": " ms", "cpu": " %", "request-rate": "/s", "gateway": "/s"}.get(trigger.signal, "")
    return f"{trigger.signal} {trigger.target:g}{unit}{each}"

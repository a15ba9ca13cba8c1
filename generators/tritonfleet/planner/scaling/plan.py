"""The scaling of a service in one environment, whole."""

from __future__ import annotations

from tritonfleet.planner.scaling import pace
from tritonfleet.planner.scaling.bounds import maximum, minimum
from tritonfleet.planner.scaling.choice import choose, keda_release
from tritonfleet.planner.scaling.triggers import triggers_of
from tritonfleet.planner.scaling.types import NOTHING_GIVEN, FallbackPlan, Given, ScalingPlan, TriggerPlan
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

KEEPS_MORE_SINCE = (2, 17)
"""KEDA's release with fallback.behavior (kedacore/keda#6450)."""


def scaling_plan(
    service: ResolvedService,
    environment: ResolvedEnvironment,
    given: Given = NOTHING_GIVEN,
) -> ScalingPlan | None:
    """Derive how a service is scaled; None without scaling, where somebody else does it, and in the base.

    The fleet is consistent. Raises InputError when no target can be derived and none is stated.
    """
    scaling, cluster = service.spec.scaling, environment.cluster
    if scaling is None or scaling.owner == "external" or cluster is None:
        return None
    owner = scaling.owner
    signal = choose(service, cluster, given)
    triggers = triggers_of(service, cluster, signal.value, given)
    window, least = pace.window(cluster.prometheus), minimum(service.spec)
    sleeps = owner == "keda" and least.value == 0
    return ScalingPlan(
        owner=owner,
        signal=signal,
        minimum=least,
        maximum=maximum(service, given),
        window=window,
        triggers=triggers,
        behavior=pace.behavior(service, given, window.value),
        fallback=_fallback(service, environment, given, triggers, window.value) if owner == "keda" else None,
        polling=pace.polling(cluster.prometheus) if sleeps else None,
        cooldown=pace.cooldown(service) if sleeps else None,
        initial_cooldown=pace.initial_cooldown(service) if sleeps else None,
    )


def reads_own(trigger: TriggerPlan) -> bool:
    """Whether a trigger reads what the pods write, so that no answer means that something is broken."""
    return trigger.signal is not None


def _fallback(
    service: ResolvedService,
    environment: ResolvedEnvironment,
    given: Given,
    triggers: dict[str, TriggerPlan],
    window: int,
) -> FallbackPlan | None:
    """None where no trigger can fail: one of somebody else's is silent when there is no load."""
    if not any(reads_own(trigger) for trigger in triggers.values()):
        return None
    release = keda_release(environment.cluster)
    keeps_more = release is None or release >= KEEPS_MORE_SINCE
    return pace.fallback(service, given, window, keeps_more=keeps_more)

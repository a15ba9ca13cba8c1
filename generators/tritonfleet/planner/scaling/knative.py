"""What Knative's pod autoscaler (KPA) is told: annotations of a revision, and its concurrency limit.

The same capacity as for the other autoscalers: a pod computes on batch × instances requests at once and may hold as
many again. Bounds: knative/serving:pkg/apis/autoscaling/annotation_validation.go@98e5ef9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.planner import timing
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling import pace
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.load import capacities, utilisation
from tritonfleet.planner.scaling.quantities import number_text
from tritonfleet.planner.scaling.types import Given, ScalingPlan
from tritonfleet.spec.resolve import ResolvedService

GROUP = "autoscaling.knative.dev"
CLASS = "kpa.autoscaling.knative.dev"
DEFAULT_REASON = "Knative's default"


@dataclass(frozen=True, slots=True)
class KnativePlan:
    """Annotations of the revision's template by their short names, and ``containerConcurrency`` (0: no limit)."""

    settings: Mapping[str, Derived[str]]
    container_concurrency: Derived[int]

    @property
    def annotations(self) -> dict[str, str]:
        """The annotations by their full names."""
        return {f"{GROUP}/{name}": setting.value for name, setting in self.settings.items()}


def knative_plan(plan: ScalingPlan, service: ResolvedService, given: Given) -> KnativePlan:
    """The same scaling for Knative, which counts requests in flight or a second, and nothing else."""
    by_rate = plan.signal.value == "requests"
    slots = min((capacity.slots for capacity in capacities(service).values()), default=None)
    settings = {
        "class": Derived(CLASS, "Knative's own autoscaler"),
        "metric": Derived("rps" if by_rate else "concurrency", plan.signal.reason),
        **_target(plan, service, slots),
        "min-scale": _text(plan.minimum),
        "max-scale": _text(plan.maximum),
        "initial-scale": Derived(str(max(plan.minimum.value, 1)), "the minimum, at least one"),
        **_pace(plan, service),
    }
    if slots:
        settings["target-burst-capacity"] = Derived(
            str(slots),
            "what one pod computes at once: so much of a burst is buffered until there are more pods",
        )
    return KnativePlan(settings, _limit(slots, by_rate))


def _target(plan: ScalingPlan, service: ResolvedService, slots: int | None) -> dict[str, Derived[str]]:
    """The capacity of a pod, and the part of it that is used; a target that is asked for is used whole."""
    known = constants()
    stated = next(trigger.target for trigger in plan.triggers.values() if trigger.target)
    asked = service.spec.scaling is not None and service.spec.scaling.target is not None
    if asked or (slots is None and plan.signal.value != "requests"):
        whole = Derived("100", "the target as it is asked for")
        return {
            "target": Derived(number_text(stated.value), stated.reason),
            "target-utilization-percentage": whole,
        }
    used = utilisation(service.spec)
    capacity = stated.value / used.value if plan.signal.value == "requests" else float(slots or 1)
    target = max(capacity, known.knative["target_least"])
    return {
        "target": Derived(number_text(target), f"all that a pod carries: {stated.reason}"),
        "target-utilization-percentage": Derived(f"{used.value * 100:.0f}", used.reason),
    }


def _pace(plan: ScalingPlan, service: ResolvedService) -> dict[str, Derived[str]]:
    known = constants()
    knative, budget = known.knative, timing.startup_budget(service.models).value
    delay = min(budget, knative["scale_down_delay_most"])
    settings = {
        "window": Derived(f"{knative['window_seconds']}s", DEFAULT_REASON),
        "panic-window-percentage": Derived(str(knative["panic_window_percent"]), DEFAULT_REASON),
        "panic-threshold-percentage": Derived(
            str(knative["panic_threshold_percent"]), "twice the pods are wanted: their batches are full"
        ),
        "scale-down-delay": Derived(f"{delay}s", f"a pod may take {budget} s to come back"),
    }
    if plan.minimum.value == 0:
        kept = pace.cooldown(service)
        seconds = min(kept.value, knative["scale_down_delay_most"])
        settings["scale-to-zero-pod-retention-period"] = Derived(f"{seconds}s", kept.reason)
    return settings


def _limit(slots: int | None, by_rate: bool) -> Derived[int]:
    most = constants().knative["concurrency_limit_most"]
    if slots is None or by_rate:
        return Derived(0, "no limit: nobody knows how many requests fit")
    if 2 * slots > most:
        return Derived(0, f"no limit: 2 × {slots} is above the {most} that Knative allows")
    return Derived(2 * slots, f"2 × {slots}: one batch computed, one waiting; more wait for another pod")


def _text(number: Derived[int]) -> Derived[str]:
    return Derived(str(number.value), number.reason)

"""How fast: the window that queries look back, how quickly pods come and go, and what holds without a metric."""

from __future__ import annotations

from math import ceil

from tritonfleet.planner import timing
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling.bounds import maximum, minimum, usual
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.types import (
    BehaviorPlan,
    DirectionPlan,
    FallbackBehavior,
    FallbackPlan,
    Given,
    PolicyPlan,
)
from tritonfleet.spec.monitoring import Prometheus
from tritonfleet.spec.resolve import ResolvedService

STEP_SHARE = 10
"""A scale-down takes a tenth of the maximum at a time."""
DEFAULT_SCRAPE = Prometheus.model_fields["scrape_interval"].default
SHORTEST_POLL, LEAST_FAILURES = 5, 3


def window(prometheus: Prometheus | None) -> Derived[int]:
    """Seconds that a query looks back."""
    known = constants()
    scrape = (prometheus.scrape_interval if prometheus else DEFAULT_SCRAPE).seconds
    seconds = max(ceil(known.scrapes_in_window * scrape), known.shortest_window)
    reason = f"{known.scrapes_in_window} scrapes of {scrape:g} s, so that one may be missed"
    if seconds > known.scrapes_in_window * scrape:
        reason += f"; at least {known.shortest_window} s, so that single requests do not count"
    return Derived(seconds, reason, "s")


def behavior(service: ResolvedService, given: Given, looked_back: int) -> BehaviorPlan:
    """How quickly pods come and go. ``looked_back``: the window of queries, in seconds."""
    return BehaviorPlan(_up(service, given, looked_back), _down(service, given, looked_back))


def fallback(service: ResolvedService, given: Given, looked_back: int, *, keeps_more: bool) -> FallbackPlan:
    """What KEDA does without a metric. ``keeps_more``: whether this KEDA can keep a larger number of pods."""
    known = constants()
    failures = max(LEAST_FAILURES, ceil(looked_back / known.sync))
    reason = f"{failures} × {known.sync} s: as long as the query looks back, a gap mends itself"
    behavior: Derived[FallbackBehavior] = Derived("static", "KEDA before 2.17 knows nothing else")
    if keeps_more:
        behavior = Derived("currentReplicasIfHigher", "what runs may be needed, as nobody can tell")
    return FallbackPlan(Derived(failures, reason), usual(service, given), behavior)


def polling(prometheus: Prometheus | None) -> Derived[int]:
    """Seconds between two looks for load while there is no pod."""
    scrape = (prometheus.scrape_interval if prometheus else DEFAULT_SCRAPE).seconds
    return Derived(max(SHORTEST_POLL, ceil(scrape)), "a scrape: sooner nothing is new", "s")


def cooldown(service: ResolvedService) -> Derived[int]:
    """Seconds without load after which the last pod goes."""
    scaling = service.spec.scaling
    if scaling and scaling.cooldown:
        return Derived(ceil(scaling.cooldown.seconds), "asked for (scaling.cooldown)", "s")
    budget, default = timing.startup_budget(service.models).value, constants().cooldown
    if budget > default:
        return Derived(budget, f"a pod may take {budget} s to start, and should live longer than that", "s")
    return Derived(default, f"KEDA's default; longer than the {budget} s that a pod may take to start", "s")


def initial_cooldown(service: ResolvedService) -> Derived[int]:
    """Seconds that a new ScaledObject leaves the pods alone."""
    budget = timing.startup_budget(service.models).value
    return Derived(budget, "what a pod may take to start: before, it cannot have had load", "s")


def start_seconds(service: ResolvedService) -> int:
    """Seconds that a pod is expected to take to start; the budget allows twice the loading."""
    return ceil(
        (timing.startup_budget(service.models).value + timing.SERVER_START_SECONDS) / timing.LOAD_SAFETY
    )


def _up(service: ResolvedService, given: Given, looked_back: int) -> DirectionPlan:
    known, start = constants(), start_seconds(service)
    least, most = minimum(service.spec).value, maximum(service, given).value
    period = min(max(start + looked_back, known.sync), known.longest_period)
    step = max(1, usual(service, given).value - least, (most - least + 1) // 2)
    return DirectionPlan(
        Derived(0, "at once: the query already looks back, and a pod takes its time to start", "s"),
        {"double": PolicyPlan("Percent", 100, period), "step": PolicyPlan("Pods", step, period)},
        f"what was added serves after {start} s and shows in the metric {looked_back} s later; a step is half of what "
        "lies between the bounds, or the expected load at once",
    )


def _down(service: ResolvedService, given: Given, looked_back: int) -> DirectionPlan:
    known, most = constants(), maximum(service, given).value
    budget, grace = timing.startup_budget(service.models).value, timing.grace_period(service.spec).value
    seconds = min(max(budget, looked_back, known.stabilisation), known.longest_window)
    back = f"the {budget} s that a pod may take to come back"
    if seconds == known.stabilisation:
        why = f"Kubernetes' default, no shorter than {back}"
    else:
        why = (
            f"as long as {back}"
            if budget >= looked_back
            else f"the {looked_back} s that the query looks back"
        )
    period = min(max(grace, looked_back), known.longest_period)
    return DirectionPlan(
        Derived(seconds, why, "s"),
        {"step": PolicyPlan("Pods", ceil(most / STEP_SHARE), period)},
        f"a pod has {grace} s to end its requests, and its load shows on the others after {looked_back} s",
    )

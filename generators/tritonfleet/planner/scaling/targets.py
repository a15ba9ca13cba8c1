"""Targets: how much of a signal a pod, or the service, should see before there are more pods."""

from __future__ import annotations

from math import log

from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling import load
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.load import Capacity
from tritonfleet.planner.scaling.types import Given
from tritonfleet.spec.service import Service
from tritonfleet.spec.units import Duration, Percentage
from tritonfleet.words import count

LEAST_WAIT = 0.1
"""Part of the objective that queues get at least, where computing already takes nearly all of it."""
ASSUMED_COMPUTE = 0.5
"""Part of the objective that computing is taken to need where nobody measured it."""


def queue_time(spec: Service, given: Given) -> Derived[float] | None:
    """The mean queue time to aim at, in ms, so that the latency objective holds; None without one.

    Near saturation waits are about exponentially distributed (Kingman's heavy-traffic limit), so the share q of
    requests waits at most ln(1 / (1 − q)) times the mean. The autoscaler's tolerance comes off too.
    """
    latency = spec.slo.latency if spec.slo else None
    if latency is None:
        return None
    within = latency.within.seconds * 1000
    compute, how = _compute(spec, given, within)
    wait = max(within - compute, within * LEAST_WAIT)
    spread = max(log(1 / (1 - latency.objective.ratio)), 1.0)
    tolerance = constants().tolerance
    target = _rounded(wait / spread / (1 + tolerance))
    reason = (
        f"{wait:g} ms of {latency.within} are left to wait ({how}); {latency.objective} of requests wait at most "
        f"{spread:.1f} × the mean; less the HPA's tolerance of {tolerance:.0%}"
    )
    return Derived(target, reason, "ms")


def concurrency(spec: Service, capacity: Capacity) -> Derived[float]:
    """Requests in flight a pod: a part of what its instances compute on at once.

    Twice that fills a server (one batch computed, one waiting), which is too late: the next pod has yet to load.
    """
    used = load.utilisation(spec)
    full = f"2 × {capacity.slots} would be a full server, its queue included"
    return Derived(
        _rounded(capacity.slots * used.value),
        f"{used.value:.0%} of {capacity}, {used.reason}; {full}",
        "requests in flight a pod",
    )


def pending(spec: Service, given: Given, capacity: Capacity | None) -> Derived[float] | None:
    """Waiting requests a pod: what it computes within the wait that the objective leaves, else a batch an instance."""
    wait = queue_time(spec, given)
    if wait and given.measured:
        waiting = given.measured.throughput * wait.value / 1000
        reason = f"{given.measured.throughput:g}/s × a mean wait of {wait.value:g} ms ({wait.reason})"
        return Derived(_rounded(waiting), reason, "waiting requests a pod")
    if capacity is None:
        return None
    return Derived(
        float(capacity.slots), f"{capacity}: the next batch of each instance", "waiting requests a pod"
    )


def requests(spec: Service, given: Given) -> Derived[float] | None:
    """Requests a second a pod: by measurement, else as the expected load is spread over the replicas."""
    if given.measured:
        used, rate = load.utilisation(spec), given.measured.throughput
        return Derived(
            _rounded(rate * used.value),
            f"{used.value:.0%} of the {rate:g}/s that were measured: {used.reason}",
            "requests/s a pod",
        )
    expected = spec.slo.requests_per_second if spec.slo else None
    if expected is None or not spec.replicas:
        return None
    reason = f"slo.requestsPerSecond {expected:g} by {count(spec.replicas, 'replica')}, which nobody measured"
    return Derived(_rounded(expected / spec.replicas), reason, "requests/s a pod")


def busy(spec: Service, unit: str, scale: float) -> Derived[float]:
    """How busy CPU or GPU should be; ``scale`` is 100 where it is counted in percent."""
    used = load.utilisation(spec)
    return Derived(_rounded(used.value * scale), f"{used.value:.0%}: {used.reason}", unit)


def asked(spec: Service) -> Derived[float] | None:
    """The target that the fleet states, in the signal's unit: ms, a ratio of 1 as 100, or a number."""
    target = spec.scaling.target if spec.scaling else None
    if target is None:
        return None
    if isinstance(target, Duration):
        return Derived(float(target.amount * 1000), "asked for (scaling.target)", "ms")
    if isinstance(target, Percentage):
        return Derived(float(target.amount), "asked for (scaling.target)", "%")
    return Derived(target, "asked for (scaling.target)")


def _compute(spec: Service, given: Given, within: float) -> tuple[float, str]:
    if given.measured:
        return given.measured.latency_ms, f"{given.measured.latency_ms:g} ms to compute, as measured"
    share = spec.profile.latency_share.ratio if spec.profile else ASSUMED_COMPUTE
    said = "profile.latencyShare" if spec.profile else "assumed: give the service a profile"
    return within * share, f"{share:.0%} to compute, {said}"


def _rounded(value: float) -> float:
    """Three digits, and no more decimals than KEDA keeps."""
    return max(float(f"{round(value, constants().decimals):.3g}"), 0.02)

"""Scaling: targets in their signal's unit and within reason, and windows that the calendar has."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.scaling.cron import Problem, schedule_problem, zone_problem
from tritonfleet.planner.scaling.choice import batcher_delay_ms
from tritonfleet.planner.scaling.targets import queue_time
from tritonfleet.planner.scaling.types import Given
from tritonfleet.planner.timing import startup_budget
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.scaling import CronWindow, Signal
from tritonfleet.spec.units import Duration, Percentage

LEAST_TARGET, MOST_TARGET = 0.02, 999_999_999
"""Below, KEDA's three decimals are off by more than a fortieth (kedacore/keda:pkg/scalers/scaler.go); above, the
target is no load of any pod, and charts/triton takes no more digits."""
_UNITS: dict[Signal, str] = {
    "queue-time": "a time such as 8ms", "gpu": "a percentage such as 70%", "cpu": "a percentage such as 70%",
    "concurrency": "requests in flight a pod, such as 12", "pending": "waiting requests a pod, such as 16",
    "requests": "requests a second a pod, such as 250", "gateway": "requests a second a pod, such as 250",
}  # fmt: skip
_MEANT = {Duration: "on: queue-time", Percentage: "on: gpu or cpu", float: "on: concurrency or requests"}


def _unit(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling = service.spec.scaling
    if scaling is None or scaling.target is None:
        return
    path = written_at(environment, service.name, "scaling", "target")
    where, target = f"service {service.name}: scaling.target {scaling.target}", scaling.target
    if scaling.on not in _UNITS:
        said = "nobody says of what" if scaling.on == "auto" else "and cron has the replicas themselves"
        yield Broken("FLT072", path, f"{where}: {said}", f"state it with `{_MEANT[type(target)]}`")
        return
    wanted = {"queue-time": Duration, "gpu": Percentage, "cpu": Percentage}.get(scaling.on, float)
    if not isinstance(target, wanted):
        message = f"{where}: {scaling.on} takes {_UNITS[scaling.on]}"
        yield Broken("FLT072", path, message, f"did you mean `{_MEANT[type(target)]}`?")
    elif _amount(target) > MOST_TARGET:
        yield Broken("FLT072", path, f"{where}: no pod carries so much", f"expected {_UNITS[scaling.on]}")
    elif _amount(target) < LEAST_TARGET:
        message = f"{where}: autoscalers keep three decimals, so it is {LEAST_TARGET} or more"
        message += " milliseconds" if scaling.on == "queue-time" else ""
        yield Broken("FLT072", path, message, f"expected {_UNITS[scaling.on]}")
    elif scaling.on == "gpu" and _amount(target) > 100:
        yield Broken("FLT072", path, f"{where}: a GPU is at most 100% busy", "expected at most 100%")


def _wait(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    """A wait that leaves no time to compute, and one that the batcher alone makes."""
    spec = service.spec
    scaling, latency = spec.scaling, spec.slo.latency if spec.slo else None
    if scaling is None or scaling.on != "queue-time" or environment.is_base:
        return
    path = written_at(environment, service.name, "scaling", "target" if scaling.target else "on")
    where, asked = named(environment, service), scaling.target
    if isinstance(asked, Duration) and latency and asked >= latency.within:
        message = f"{where}: a wait of {asked} alone breaks the objective of {latency.within}"
        yield Broken("FLT073", path, message, "leave target out: it follows from the objective")
        return
    derived = queue_time(spec, Given())
    target = asked.seconds * 1000 if isinstance(asked, Duration) else derived.value if derived else None
    delay = batcher_delay_ms(service)
    if target is not None and delay >= target >= LEAST_TARGET:
        message = (
            f"{where}: the batcher alone holds requests for {delay:g} ms (maxQueueDelay), and more pods are started "
            f"from {target:g} ms on"
        )
        fix = "lower dynamicBatching.maxQueueDelay, or scale on concurrency"
        yield Broken("FLT073", path, message, fix, Severity.WARNING)


def _cron(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling = service.spec.scaling
    for name, window in scaling.cron.items() if scaling else ():
        problem = _window(window)
        if problem is None and scaling and scaling.max and window.replicas > scaling.max:
            problem = (
                f"replicas is {window.replicas}, and scaling.max {scaling.max}",
                f"use {scaling.max} or less",
            )
        if problem:
            path = written_at(environment, service.name, "scaling", "cron", name)
            yield Broken(
                "FLT078", path, f"service {service.name}, cron window {name}: {problem[0]}", problem[1]
            )


def _cooldown(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """The last pod stays for longer than the next one takes to start, or they only load models."""
    scaling = service.spec.scaling
    if (
        scaling is None
        or scaling.min != 0
        or scaling.cooldown is None
        or scaling.owner in ("external", "hpa")
    ):
        return
    budget = startup_budget(service.models).value
    if scaling.cooldown.seconds < budget:
        message = (
            f"service {service.name}: the last pod goes after {scaling.cooldown} without load, and a new one may "
            f"take {budget} s to start"
        )
        path = written_at(environment, service.name, "scaling", "cooldown")
        fix = f"leave it out, or state {budget}s or more"
        yield Broken("FLT076", path, message, fix, Severity.WARNING)


def _window(window: CronWindow) -> Problem | None:
    if window.start.split() == window.end.split():
        return f"start and end are both `{window.start}`", "end it at another time"
    return schedule_problem(window.start) or schedule_problem(window.end) or zone_problem(window.timezone)


def _amount(target: Duration | Percentage | float) -> float:
    if isinstance(target, Duration):
        return target.seconds * 1000
    amount = float(target.amount) if isinstance(target, Percentage) else target
    return amount if isfinite(amount) else float("inf")


RULES: tuple[ServiceRule, ...] = (_unit, _wait, _cron, _cooldown)

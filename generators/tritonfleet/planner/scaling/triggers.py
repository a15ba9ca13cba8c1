"""From a signal to triggers: what is measured, of which models, against which target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tritonfleet.errors import InputError
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling import targets
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.load import capacities
from tritonfleet.planner.scaling.types import Given, TriggerPlan
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.scaling import Signal

Triggers = dict[str, TriggerPlan]
TARGET_NEEDED = "state scaling.target: how much of it one replica carries"


def triggers_of(service: ResolvedService, cluster: Cluster | None, signal: Signal, given: Given) -> Triggers:
    """The triggers by name: those of the signal, and one for each cron window.

    Raises InputError when no target can be derived and none is stated.
    """
    made = _MAKERS[signal](service, cluster, given) if signal in _MAKERS else {}
    return made | _cron(service)


def _queue_time(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    """The wait, and the requests in flight with it: a wait of nearly 0 does not tell how many pods keep it so."""
    target = _target(service, targets.queue_time(service.spec, given))
    waiting = TriggerPlan("prometheus", "Value", target, signal="queue-mean")
    return {"queue-time": waiting} | _of_models(service, "concurrency", None)


def _concurrency(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    return _of_models(service, "concurrency", targets.asked(service.spec)) or _only_by_request(
        service, "concurrency"
    )


def _pending(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    narrowest = min(capacities(service).values(), key=lambda capacity: capacity.slots, default=None)
    target = _target(service, targets.pending(service.spec, given, narrowest))
    return {"pending": TriggerPlan("prometheus", "AverageValue", target, signal="pending")}


def _requests(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    target = _target(service, targets.requests(service.spec, given))
    return {"requests": TriggerPlan("prometheus", "AverageValue", target, signal="request-rate")}


def _gpu(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    asked = targets.asked(service.spec)
    ratio = Derived(asked.value / 100, asked.reason) if asked else targets.busy(service.spec, "", 1)
    return {"gpu": TriggerPlan("prometheus", "Value", ratio, signal="gpu-busy")}


def _cpu(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    target = _target(service, targets.busy(service.spec, "% of the request", 100))
    # Kubernetes' averageUtilization is a whole number, and KEDA parses it as one.
    return {
        "cpu": TriggerPlan("cpu", "Utilization", replace(target, value=float(max(1, round(target.value)))))
    }


def _gateway(service: ResolvedService, cluster: Cluster | None, given: Given) -> Triggers:
    scaling = service.spec.scaling
    assert scaling is not None
    assert scaling.gateway is not None
    if scaling.gateway.by == "query":
        target = _target(service, targets.requests(service.spec, given))
        return {"gateway": TriggerPlan("prometheus", "AverageValue", target, query=scaling.gateway.query)}
    narrowest = min(capacities(service).values(), key=lambda capacity: capacity.slots, default=None)
    target = _target(service, targets.concurrency(service.spec, narrowest) if narrowest else None)
    return {"gateway": TriggerPlan(constants().http_add_on["trigger"], "AverageValue", target)}


_MAKERS: Mapping[Signal, Callable[[ResolvedService, Cluster | None, Given], Triggers]] = {
    "queue-time": _queue_time,
    "concurrency": _concurrency,
    "pending": _pending,
    "requests": _requests,
    "gpu": _gpu,
    "cpu": _cpu,
    "gateway": _gateway,
}


def _of_models(service: ResolvedService, signal: str, asked: Derived[float] | None) -> Triggers:
    """One trigger an entry model, because each fills instances of its own; one for all where there is one."""
    own = {
        name: targets.concurrency(service.spec, capacity) for name, capacity in capacities(service).items()
    }
    if asked and own:
        return {signal: TriggerPlan("prometheus", "AverageValue", asked, signal=signal)}
    if len(own) == 1:
        (target,) = own.values()
        return {signal: TriggerPlan("prometheus", "AverageValue", target, signal=signal)}
    found: Triggers = {}
    for name, target in own.items():
        label = f"{signal}-{_label(name)}"
        key = f"{label}-{len(found)}" if label in found else label
        found[key] = TriggerPlan("prometheus", "AverageValue", target, signal=signal, models=(name,))
    return found


def _only_by_request(service: ResolvedService, signal: str) -> Triggers:
    target = _target(service, None)
    return {signal: TriggerPlan("prometheus", "AverageValue", target, signal=signal)}


def _target(service: ResolvedService, derived: Derived[float] | None) -> Derived[float]:
    target = targets.asked(service.spec) or derived
    if target is None:
        message = f"service {service.name}: nothing tells a target to scale on"
        raise InputError.of(message, fix=TARGET_NEEDED)
    return target


def _cron(service: ResolvedService) -> Triggers:
    scaling = service.spec.scaling
    assert scaling is not None
    return {
        f"cron-{name}": TriggerPlan(
            "cron",
            "AverageValue",
            Derived(float(window.replicas), f"scaling.cron.{name}", "pods"),
            metadata={"start": window.start, "end": window.end, "timezone": window.timezone},
        )
        for name, window in scaling.cron.items()
    }


def _label(model: str) -> str:
    """A model's name as a key of the chart's values has it."""
    return "".join(c if c.isalnum() else "-" for c in model.lower()).strip("-")

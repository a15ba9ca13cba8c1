"""A service as the simulator takes it: from the fleet, or from what a person states."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from tritonfleet.errors import InputError
from tritonfleet.planner import timing
from tritonfleet.planner.profiles import WHOLE_GPU, ProfileRow
from tritonfleet.planner.scaling import Given
from tritonfleet.planner.scaling.load import Capacity, capacities, measured_unit
from tritonfleet.planner.scaling.pace import start_seconds
from tritonfleet.planner.usage import placement_of
from tritonfleet.simulator.batching import Batching
from tritonfleet.simulator.gpus import gpus_of
from tritonfleet.simulator.pods import Lifetimes
from tritonfleet.simulator.service_time import HOW, profiled_service_time, stated_service_time
from tritonfleet.spec.model import Model
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person states instead of the profile or the model; None and empty: as the fleet has it."""

    service_time: str = ""
    max_batch: int | None = None
    instances: int | None = None
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """A service in one environment, with what a pod of it does and costs. ``price``: a pod an hour; None: unknown."""

    service: ResolvedService
    environment: ResolvedEnvironment
    given: Given
    batching: Batching
    lives: Lifetimes
    gpus: float
    price: float | None = None
    currency: str = ""

    @property
    def within(self) -> float:
        """The latency objective in seconds; infinity without one."""
        slo = self.service.spec.slo
        return slo.latency.within.seconds if slo and slo.latency else inf

    @property
    def load(self) -> float | None:
        """The requests a second that are expected."""
        slo = self.service.spec.slo
        return slo.requests_per_second if slo else None


def serving_of(
    service: ResolvedService,
    environment: ResolvedEnvironment,
    given: Given,
    rows: tuple[ProfileRow, ...],
    stated: Stated,
) -> Serving:
    """What is simulated of a service: its narrowest model. InputError where nothing tells how long a batch takes."""
    batching = _batching(service, rows, stated)
    spec = service.spec
    start = start_seconds(service) if stated.start is None else stated.start
    lives = Lifetimes(
        float(start), float(timing.pre_stop(spec).value), float(timing.grace_period(spec).value)
    )
    placement = placement_of(service, environment)
    gpus = gpus_of(service.spec.gpu, placement)
    price = placement.pool.price if placement else None
    measured = given.measured or _measured(batching)
    found = Serving(
        service,
        environment,
        Given(given.room, measured),
        batching,
        lives,
        gpus,
        price.per_gpu_hour * gpus if price else None,
        price.currency if price else "",
    )
    _require_possible(found)
    return found


def _batching(service: ResolvedService, rows: tuple[ProfileRow, ...], stated: Stated) -> Batching:
    capacity = _narrowest(service)
    model = service.models[capacity.narrowest]
    max_batch, count = stated.max_batch or capacity.batch, stated.instances or capacity.instances
    if stated.service_time:
        seconds: tuple[float, ...] | None = stated_service_time(stated.service_time, max_batch)
    else:
        seconds = profiled_service_time(rows, measured_unit(service.spec.gpu), count, max_batch)
    if seconds is None:
        missing = (
            f"nobody measured it on {measured_unit(service.spec.gpu)} with {count} instances"
            if rows
            else "it has no profile"
        )
        message = f"service {service.name}: {missing}, so nothing tells how long a batch takes"
        raise InputError.of(message, fix=f"state --service-time: {HOW}")
    return Batching(seconds, count, **_queueing(model, max_batch))


def _narrowest(service: ResolvedService) -> Capacity:
    found = capacities(service).values()
    if not found:
        message = f"service {service.name}: its engine batches inside, which is not simulated"
        raise InputError.of(message, fix="models of vllm and tensorrtllm cannot be simulated")
    return min(found, key=lambda capacity: capacity.slots)


def _queueing(model: Model, max_batch: int) -> dict[str, Any]:
    """What the model says of its queue. A DELAY policy only changes the order, which is not modelled."""
    batching = model.dynamic_batching
    if batching is None:
        return {}
    policy, delay = batching.default_queue_policy, batching.max_queue_delay
    rejects = policy is not None and policy.timeout_action == "REJECT" and policy.default_timeout
    return {
        "preferred": tuple(sorted(size for size in batching.preferred_batch_sizes if size <= max_batch)),
        "delay": delay.seconds if delay else 0.0,
        "max_queue": policy.max_queue_size if policy else 0,
        "timeout": policy.default_timeout.seconds if policy and policy.default_timeout and rejects else 0.0,
    }


def _measured(batching: Batching) -> ProfileRow:
    """The batching as a measurement, for the planner to derive targets from."""
    seconds = batching.service_time[-1]
    return ProfileRow(WHOLE_GPU, batching.max_batch, batching.instances, batching.capacity, seconds * 1000)


def _require_possible(serving: Serving) -> None:
    alone = serving.batching.service_time[0]
    if alone >= serving.within:
        message = (
            f"a request alone takes {1000 * alone:g} ms, and the objective is {1000 * serving.within:g} ms"
        )
        raise InputError.of(
            message, fix="no number of replicas keeps it: raise slo.latency.within, or use a faster unit"
        )

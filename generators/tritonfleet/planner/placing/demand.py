"""The services of a cluster as demands on its GPUs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path

from tritonfleet import geometry
from tritonfleet.planner.gpu_memory import needed_mib, unit_memory
from tritonfleet.planner.packing import Demand, Option
from tritonfleet.planner.placing.supply import Supply
from tritonfleet.planner.pools import request_text
from tritonfleet.planner.profiles import WHOLE_GPU, ProfileRow, feasible, read_profile
from tritonfleet.planner.rollout import kept_free
from tritonfleet.planner.units import WHOLE, unit_parts, unit_text
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.profile import Profile
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.service import Service


@dataclass(frozen=True)
class Choice:
    """How every pod of a service runs: on which unit of which pool, and as it was measured, if it was."""

    pool: str
    unit: str
    measured: ProfileRow | None = None


def demand_of(name: str, service: ResolvedService, supplies: Sequence[Supply], root: Path) -> Demand | None:
    """A service's demand, called ``name``; None without a GPU or replicas. ``root`` is where profile files lie.

    An option's tag is a ``Choice``; all pods of a service run by the same one, because a Deployment has one template.
    Raises InputError for a profile that cannot be read.
    """
    spec = service.spec
    if spec.gpu is None:
        return None
    load, spare = planned_load(spec), kept_free(spec)
    choices = dict.fromkeys(_choices(service, supplies, root))
    options = tuple(_options(choices, spec.gpu.count or 1, supplies))
    if load:
        return Demand(name, options, rate=load, least=spec.replicas, spare=spare, alike=True)
    pods = ceil(spec.replicas * (1 + spec.headroom.ratio))
    return Demand(name, options, pods=pods + spare, alike=True) if pods else None


def choice_of(option: Option) -> Choice:
    """What an option of a service's demand stands for."""
    assert isinstance(option.tag, Choice)
    return option.tag


def planned_load(spec: Service) -> float | None:
    """Inferences a second that the plan must provide, headroom included; None where it goes by replicas."""
    if not (spec.gpu and spec.gpu.planned and spec.profile and spec.slo and spec.slo.requests_per_second):
        return None
    return spec.slo.requests_per_second * (1 + spec.headroom.ratio)


def latency_bound_ms(spec: Service) -> float:
    """The latency that one inference may take: the part of the SLO's that is not for queues."""
    if spec.slo is None or spec.slo.latency is None or spec.profile is None:
        return inf
    return spec.slo.latency.within.seconds * 1000 * spec.profile.latency_share.ratio


def profile_rows(profile: Profile, root: Path) -> tuple[ProfileRow, ...]:
    """The measurements of a profile, from its table or its file, with no more processes than it allows."""
    rows = (
        read_profile(
            root / profile.file, unit=profile.slice, batch=profile.batch, processes=profile.processes
        )
        if profile.file
        else tuple(
            ProfileRow(r.slice or WHOLE_GPU, r.batch, r.processes, r.throughput, r.latency.seconds * 1000)
            for r in profile.table
        )
    )
    return tuple(row for row in rows if (row.processes or 1) <= profile.max_processes)


def _choices(service: ResolvedService, supplies: Sequence[Supply], root: Path) -> Iterator[Choice]:
    spec = service.spec
    assert spec.gpu is not None
    open_to = [
        s for s in supplies if s.gpu.allocation == spec.gpu.allocation and spec.pool in (None, s.pool_name)
    ]
    if not spec.gpu.planned:
        asked = request_text(spec.gpu)
        yield from (Choice(s.pool_name, asked) for s in open_to if asked in s.units)
    elif planned_load(spec) and spec.profile:
        best = feasible(profile_rows(spec.profile, root), latency_bound_ms(spec))
        measured = {_unit(name): row for name, row in best.items()}
        there = [s for s in open_to if _measured_on(spec.profile, s.gpu)]
        for supply in there:
            for unit in _holding(supply, needed_mib(service.models)):
                if unit in measured:
                    yield Choice(supply.pool_name, unit, measured[unit])
    else:
        for supply in open_to:
            for unit in _holding(supply, needed_mib(service.models)):
                # Sharing gives up isolation: that is the fleet's to decide, by naming the pool.
                if spec.pool or not unit_parts(unit)[1]:
                    yield Choice(supply.pool_name, unit)


def _measured_on(profile: Profile, gpu: PoolGpu) -> bool:
    """Whether the profile is of this product; a short name (A100-80GB) is all boards that are called so."""
    known = geometry.product(gpu.product)
    names = {gpu.product} | ({known.name} if known else set())
    return profile.product is None or profile.product in names


def _holding(supply: Supply, needed_mib: int) -> Iterator[str]:
    """Units on which a pod finds so much memory, however many others share its device.

    Nothing keeps time-sliced pods apart, so each counts with its part: a plan must not be what the sharers' rule
    refuses. Of an unknown product nothing is known, and all is left open.
    """
    for unit in supply.units:
        memory = unit_memory(supply.gpu, unit)
        sharers = 1 if supply.gpu.mps else unit_parts(unit)[1] or 1
        if memory is None or memory.mib // sharers >= needed_mib:
            yield unit


def _unit(measured: str) -> str:
    """A profile's ``1g.10gb``, ``gpu`` or ``share-4`` as a request names it."""
    if measured == WHOLE_GPU:
        return WHOLE
    if measured.startswith("share-"):
        return unit_text(None, int(measured.removeprefix("share-")))
    return unit_text(measured, None)


def _options(choices: dict[Choice, None], count: int, supplies: Sequence[Supply]) -> Iterator[Option]:
    for choice in choices:
        for supply in supplies:
            if supply.pool_name == choice.pool and choice.unit in supply.units:
                rate = choice.measured.throughput if choice.measured else None
                per_pod = count if choice.unit == WHOLE else 1
                yield Option(supply.group.name, choice.unit, per_pod, rate, choice)

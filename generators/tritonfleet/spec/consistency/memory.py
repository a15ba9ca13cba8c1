"""GPU memory: the models of a service fit what its pods get, and sharers fit what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tritonfleet.planner.gpu_memory import needed_mib, unit_memory
from tritonfleet.planner.pools import request_text
from tritonfleet.planner.units import WHOLE
from tritonfleet.planner.usage import Demand, PoolKey, placement_of
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

Asked = tuple[str, Demand]
"""``environment/service``, and what it asks for."""


def check_sharers(asked: Iterable[Asked]) -> Iterator[Broken]:
    """Pods that may meet on one time-sliced device fit its memory together: nothing else keeps them apart."""
    by_pool: dict[PoolKey, list[Asked]] = defaultdict(list)
    for name, demand in asked:
        if demand.sharers > 1 and demand.device_mib:
            by_pool[demand.pool_key].append((name, demand))
    for (cluster, pool, *_), sharers in by_pool.items():
        places, memory = sharers[0][1].sharers, sharers[0][1].device_mib or 0
        heaviest = sorted(
            ((demand.memory_mib, name) for name, demand in sharers for _ in range(min(demand.total, places))),
            reverse=True,
        )[:places]
        if sum(need for need, _ in heaviest) <= memory:
            continue
        who = ", ".join(dict.fromkeys(f"{name} {need} MiB" for need, name in heaviest if need))
        message = (
            f"pool {pool} of cluster {cluster}: {places} pods may meet on one device of {memory} MiB, "
            f"and the heaviest need {sum(need for need, _ in heaviest)} MiB ({who})"
        )
        path: Key = ("clusters", cluster, "pools", pool, "gpu", "timeSlicing")
        yield Broken("FLT029", path, message, _fewer([need for need, _ in heaviest], memory))


def _fewer(needs: list[int], memory: int) -> str:
    fitting = max((n for n in range(2, len(needs)) if sum(needs[:n]) <= memory), default=0)
    slices = "MIG slices keep memory apart"
    return (
        f"lower replicas to {fitting}; {slices}"
        if fitting
        else f"give these services GPUs of their own; {slices}"
    )


def _fits(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    placement = placement_of(service, environment)
    request, needed = service.spec.gpu, needed_mib(service.models)
    if placement is None or request is None or placement.pool.gpu is None:
        return
    unit = request_text(request)
    memory = unit_memory(placement.pool.gpu, unit)
    if memory is None or needed <= memory.mib:
        return
    has = f"about {memory.mib} MiB" if memory.estimated else f"{memory.mib} MiB"
    what = "a GPU" if unit == WHOLE else f"`{unit}`"
    message = (
        f"{named(environment, service)}: its models need {needed} MiB of GPU memory, "
        f"{what} of pool {placement.pool_name} has {has}"
    )
    fix = "ask for a larger slice, or load fewer models" if request.slice else "load fewer models on one GPU"
    yield Broken("FLT028", written_at(environment, service.name, "gpu"), message, fix)


RULES: tuple[ServiceRule, ...] = (_fits,)

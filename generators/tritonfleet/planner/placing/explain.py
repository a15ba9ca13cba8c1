"""Why a service sits where it does, what could not be placed, and what was proved: in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from tritonfleet.planner.gpu_memory import needed_mib
from tritonfleet.planner.packing import Shortage, SmallestChange
from tritonfleet.planner.placing.demand import Choice, choice_of, latency_bound_ms, planned_load
from tritonfleet.planner.placing.placed import PlacedCluster
from tritonfleet.planner.pools import request_text
from tritonfleet.planner.profiles import ProfileRow
from tritonfleet.planner.units import WHOLE
from tritonfleet.words import count


@dataclass(frozen=True)
class Unmet:
    """A demand without a place: how many pods, why, and the smallest change with which it would have one."""

    service: str
    pods: int
    because: str
    change: str


def why(placed: PlacedCluster, name: str) -> str:
    """The reason for a service's place."""
    choice, spec = placed.choice(name), placed.services[name].spec
    if choice is None:
        return "no place"
    if choice.measured:
        return _measured(placed, name, choice)
    if spec.gpu and spec.gpu.planned:
        needed = needed_mib(placed.services[name].models)
        return f"holds the {needed} MiB that its models need, and costs least" if needed else "costs least"
    pools = {choice_of(option).pool for option in placed.demands[name].options}
    if spec.pool:
        return "asked for (pool)"
    return "the only pool that offers it" if len(pools) == 1 else f"costs least of {', '.join(sorted(pools))}"


def _measured(placed: PlacedCluster, name: str, choice: Choice) -> str:
    spec, row = placed.services[name].spec, choice.measured
    assert row is not None
    pods, load = placed.replicas(name), planned_load(spec) or 0.0
    limit = latency_bound_ms(spec)
    under = f" (at most {limit:g} ms)" if limit != inf else ""
    return (
        f"measured {row.throughput:g}/s at {row.latency_ms:g} ms{under}{_how(row)}: "
        f"{count(pods, 'pod')} give {pods * row.throughput:g}/s for {load:g}/s"
    )


def _how(row: ProfileRow) -> str:
    """With which batch size and how many instances it was measured, as far as that is known."""
    known = [
        f"batch {row.batch}" if row.batch else "",
        count(row.processes, "instance") if row.processes else "",
    ]
    said = " and ".join(part for part in known if part)
    return f" with {said}" if said else ""


def unmet(placed: PlacedCluster) -> Iterator[Unmet]:
    """Everything that found no place."""
    for shortage in placed.solution.shortages:
        options = placed.demands[shortage.demand].options
        if options:
            pools = ", ".join(sorted({choice_of(option).pool for option in options}))
            because = f"no room for {_units(placed, shortage)} in {pools}"
        else:
            because = _nothing_fits(placed, shortage.demand)
        yield Unmet(shortage.demand, shortage.pods, because, _change(placed, shortage))


def _units(placed: PlacedCluster, shortage: Shortage) -> str:
    units = sorted({option.unit for option in placed.demands[shortage.demand].options})
    amount = f"{shortage.pods} × " if shortage.pods else f"{shortage.rate:g}/s more by "
    return amount + " or ".join("whole GPUs" if unit == WHOLE else unit for unit in units)


def _nothing_fits(placed: PlacedCluster, name: str) -> str:
    spec, needed = placed.services[name].spec, needed_mib(placed.services[name].models)
    if spec.pool and all(spec.pool != supply.pool_name for supply in placed.supplies):
        return f"pool {spec.pool} has no GPU"
    if spec.gpu and not spec.gpu.planned:
        where = f"pool {spec.pool} does not offer" if spec.pool else "no pool offers"
        return f"{where} {request_text(spec.gpu)}"
    if planned_load(spec):
        on = f" of {spec.profile.product}" if spec.profile and spec.profile.product else ""
        limit = latency_bound_ms(spec)
        below = f" and stays below {limit:g} ms" if limit != inf else ""
        return f"no measurement is on a slice{on} that these pools have, holds {needed} MiB{below}"
    return f"nothing here has {needed} MiB for its models"


def _change(placed: PlacedCluster, shortage: Shortage) -> str:
    change: SmallestChange | None = placed.solution.change
    if change is None or any(hopeless.demand == shortage.demand for hopeless in change.hopeless):
        fewer = f"ask for {count(shortage.pods, 'pod')} fewer" if shortage.pods else "lower the load"
        return f"no number of GPUs of these pools would do: {fewer}, or add another kind of pool"
    pools = {supply.group.name: supply.pool_name for supply in placed.supplies}
    grown = [
        f"{count(growth.nodes, 'more node')} of {count(growth.per_node, 'GPU')} in pool {pools[growth.group]} "
        f"({growth.gpus} used)"
        for growth in change.growth
    ]
    proved = "no fewer will do" if change.proved else "fewer may do"
    return f"with {' and '.join(grown)} everything would fit; {proved}" if grown else "ask for fewer pods"


def bound(placed: PlacedCluster) -> str:
    """What was proved of the cost."""
    solution = placed.solution
    gpus = f"{count(solution.used, 'GPU')} in use"
    if solution.moved:
        gpus += f", {count(solution.moved, 'pod')} moved"
    if solution.status == "infeasible":
        return f"{gpus}, and not everything has a place: proved that it cannot"
    if solution.gap == 0 and solution.status == "optimal":
        return f"{gpus}: proved the least"
    return f"{gpus}: at most {solution.gap:.1%} above the least"

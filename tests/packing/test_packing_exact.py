"""A packing is the best there is: on tiny problems everything is tried."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from brute_force_packing import best, best_of_choices
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from packing_problems import alike_problems, problems, shuffled

from tritonfleet.planner.packing import (
    Group,
    Growth,
    NodeSpec,
    Occupant,
    PackingProblem,
    Solution,
    solve,
    verify,
)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_packing_places_more_or_costs_less(problem: PackingProblem) -> None:
    solution = solve(problem)

    short = sum(shortage.pods for shortage in solution.shortages)
    assert (short, solution.cost) == best(problem)[:2]
    assert verify(problem, solution) == []


@settings(max_examples=80, deadline=None)
@given(problems(with_rate=True))
def test_rates_are_met_at_the_least_cost(problem: PackingProblem) -> None:
    solution = solve(problem)

    assert (None if solution.shortages else (0, solution.cost)) == best_of_choices(problem)
    assert verify(problem, solution) == []


@settings(max_examples=60, deadline=None)
@given(alike_problems())
def test_pods_that_must_be_alike_are_at_the_least_cost(problem: PackingProblem) -> None:
    solution = solve(problem)

    short = sum(shortage.pods for shortage in solution.shortages)
    assert (short, solution.cost) == best_of_choices(problem)
    assert verify(problem, solution) == []


@settings(max_examples=60, deadline=None)
@given(problems().flatmap(lambda problem: st.tuples(st.just(problem), shuffled(problem))))
def test_the_order_of_the_input_does_not_matter(pair: tuple[PackingProblem, PackingProblem]) -> None:
    assert solve(pair[0]) == solve(pair[1])


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_packing_that_is_still_best_is_kept(problem: PackingProblem) -> None:
    first = solve(problem)

    again = solve(replace(problem, current=first.gpus))

    assert again.moved == 0
    assert again.cost == pytest.approx(first.cost)


@settings(max_examples=60, deadline=None)
@given(problems(), problems())
def test_as_many_pods_stay_as_can(old: PackingProblem, new: PackingProblem) -> None:
    problem = replace(new, current=solve(old).gpus)

    solution = solve(problem)

    short = sum(shortage.pods for shortage in solution.shortages)
    assert (short, solution.cost, -_staying(problem, solution)) == best(problem)
    assert verify(problem, solution) == []


def _staying(problem: PackingProblem, solution: Solution) -> int:
    """Pods that are where they were, cut as it was."""
    now = {gpu.id: gpu for gpu in problem.current}
    seats: Counter[Occupant] = Counter()
    for gpu in solution.gpus:
        if gpu.id in now and now[gpu.id].layout == gpu.layout:
            seats += Counter(gpu.occupants) & Counter(now[gpu.id].occupants)
    return sum(count // pod.option.per_pod for pod, count in seats.items())


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(1, 3))
def test_the_smallest_change_is_enough(problem: PackingProblem, times: int) -> None:
    short = _asking_more(problem, times)
    change = solve(short).change
    assume(change is not None)

    assert _missing(_grown(short, change.growth)) == sum(shortage.pods for shortage in change.hopeless)


@settings(max_examples=15, deadline=None)
@given(problems(), st.integers(1, 2))
def test_fewer_gpus_than_the_smallest_change_are_not_enough(problem: PackingProblem, times: int) -> None:
    short = _asking_more(problem, times)
    change = solve(short).change
    assume(change is not None)
    assume(change.growth)
    fewer = sum(growth.gpus for growth in change.growth) - 1
    hopeless = sum(shortage.pods for shortage in change.hopeless)

    assert all(_missing(_grown(short, growth)) > hopeless for growth in _purchases(short, fewer))


def _asking_more(problem: PackingProblem, times: int) -> PackingProblem:
    return replace(
        problem, demands=tuple(replace(demand, pods=demand.pods + times) for demand in problem.demands)
    )


def _missing(problem: PackingProblem) -> int:
    return sum(shortage.pods for shortage in solve(problem).shortages)


def _purchases(problem: PackingProblem, gpus: int) -> Iterator[tuple[Growth, ...]]:
    """Every way to buy so many GPUs, or as near to it as the sizes of nodes allow."""
    kinds = sorted({(group.name, node.gpus) for group in problem.groups for node in group.nodes if node.gpus})
    ranges = [range(gpus // size + 1) for _, size in kinds]
    for counts in itertools.product(*ranges):
        total = sum(count * size for count, (_, size) in zip(counts, kinds, strict=True))
        if gpus - 1 <= total <= gpus:
            yield tuple(
                Growth(name, size, count, 0) for count, (name, size) in zip(counts, kinds, strict=True)
            )


def _grown(problem: PackingProblem, growths: tuple[Growth, ...]) -> PackingProblem:
    return replace(
        problem,
        groups=tuple(replace(group, nodes=group.nodes + _added(group, growths)) for group in problem.groups),
    )


def _added(group: Group, growths: tuple[Growth, ...]) -> tuple[NodeSpec, ...]:
    return tuple(
        NodeSpec(f"{group.name}-new-{growth.per_node}-{number}", growth.per_node)
        for growth in growths
        if growth.group == group.name
        for number in range(growth.nodes)
    )

"""What a packing looks like: uniform cuts, pods on several GPUs, priorities, leftovers, moves, limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tritonfleet.planner.packing import (
    Demand,
    Group,
    NodeSpec,
    Option,
    PackingProblem,
    Solution,
    solve,
    verify,
)

SEVEN = ({"1g": 7}, {"2g": 3, "1g": 1}, {"3g": 2}, {"3g": 1, "2g": 1, "1g": 2}, {"4g": 1, "3g": 1}, {"7g": 1})


def group(nodes: int = 2, gpus: int = 2, layouts: tuple = SEVEN, **more: object) -> Group:
    return Group("a", tuple(NodeSpec(f"n{number}", gpus) for number in range(nodes)), layouts, **more)


def pods(name: str, unit: str, count: int, size: int = 1, **more: object) -> Demand:
    return Demand(name, (Option("a", unit, size),), pods=count, **more)


def packed(group: Group, *demands: Demand, current: tuple = ()) -> Solution:
    problem = PackingProblem((group,), demands, current)
    solution = solve(problem)
    assert verify(problem, solution) == []
    return solution


def layouts_by_node(solution: Solution) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for gpu in solution.gpus:
        found.setdefault(gpu.id.node, set()).add(str(gpu.layout))
    return found


def test_slices_of_different_services_share_a_gpu() -> None:
    solution = packed(group(), pods("large", "3g", 1), pods("middle", "2g", 1), pods("small", "1g", 2))

    assert solution.status == "optimal"
    assert solution.used == 1


def test_strategy_single_cuts_a_node_alike_and_lists_its_idle_gpus() -> None:
    single = group(uniform="node", layouts=({"1g": 7}, {"3g": 2}))

    solution = packed(single, pods("large", "3g", 2), pods("small", "1g", 3))

    assert all(len(cuts) == 1 for cuts in layouts_by_node(solution).values())
    assert solution.used == 2
    assert len(solution.gpus) == 4


def test_a_uniform_group_is_cut_in_one_way() -> None:
    solution = packed(group(uniform="group"), pods("large", "3g", 1), pods("small", "1g", 3))

    assert len(set.union(*layouts_by_node(solution).values())) == 1
    assert solution.used == 2


def test_a_pod_on_several_gpus_has_them_on_one_node() -> None:
    whole = group(nodes=2, gpus=3, layouts=({"gpu": 1},))

    solution = packed(whole, pods("pair", "gpu", 2, size=2), pods("one", "gpu", 2))

    assert solution.status == "optimal"
    assert {gpu.id.node for gpu in solution.gpus if gpu.occupants[0].demand == "pair"} == {"n0", "n1"}


def test_the_higher_priority_is_placed_first() -> None:
    whole = group(nodes=1, gpus=1, layouts=({"gpu": 1},))

    solution = packed(whole, pods("batch", "gpu", 1), pods("online", "gpu", 1, priority=1))

    assert [shortage.demand for shortage in solution.shortages] == ["batch"]


def test_what_is_left_over_is_the_largest_piece() -> None:
    solution = packed(group(), pods("large", "3g", 1))

    assert [gpu.layout for gpu in solution.gpus] == [{"3g": 1, "4g": 1}]


def test_the_cheaper_group_is_used_first() -> None:
    dear, cheap = (
        group(layouts=({"gpu": 1},), cost=3.0),
        replace(group(nodes=1, layouts=({"gpu": 1},)), name="b"),
    )
    problem = PackingProblem((dear, cheap), (Demand("d", (Option("a", "gpu"), Option("b", "gpu")), pods=3),))

    assert solve(problem).cost == 5.0


def test_free_gpus_are_not_wasted() -> None:
    solution = packed(group(cost=0.0), pods("small", "1g", 7))

    assert solution.used == 1


def test_a_rate_is_met_by_the_cheapest_sizes() -> None:
    sizes = {"1g": 10.0, "2g": 25.0, "3g": 33.0}
    options = tuple(Option("a", unit, rate=rate, tag=f"batch of {unit}") for unit, rate in sizes.items())

    solution = packed(group(), Demand("d", options, rate=85.0))

    assert solution.used == 1
    assert {pod.option.tag for pod in solution.gpus[0].occupants} == {"batch of 2g", "batch of 1g"}


def test_pods_that_must_be_alike_take_one_size_though_two_would_be_cheaper() -> None:
    uneven = group(layouts=({"large": 1, "small": 1},))
    options = (Option("a", "large", rate=40.0, tag="large"), Option("a", "small", rate=10.0, tag="small"))
    demand = Demand("d", options, rate=50.0)

    assert packed(uneven, demand).used == 1
    assert packed(uneven, replace(demand, alike=True)).used == 2


def test_a_rate_has_its_least_pods_and_some_to_spare() -> None:
    demand = Demand("d", (Option("a", "1g", rate=100.0),), rate=50.0, least=2, spare=1, alike=True)

    solution = packed(group(), demand)

    assert sum(len(gpu.occupants) for gpu in solution.gpus) == 3


def test_pods_to_spare_count_as_the_best_that_is_used() -> None:
    """Not as what no GPU is cut into, nor as what these pods could have been."""
    options = (Option("a", "gpu", rate=3.5, tag="t"), Option("a", "half", rate=2.0, tag="t"))
    demand = Demand("d", options, rate=1.0, spare=1, alike=True)

    for layouts in (({"half": 2},), ({"half": 2}, {"gpu": 1})):
        solution = packed(group(nodes=1, gpus=1, layouts=layouts), demand)
        assert (solution.status, len(solution.gpus[0].occupants)) == ("optimal", 2)


def test_pods_that_a_rate_lacks_are_counted() -> None:
    demand = Demand("d", (Option("a", "gpu", rate=100.0),), rate=50.0, least=3)

    solution = packed(group(nodes=1, gpus=1, layouts=({"gpu": 1},)), demand)

    assert [(short.pods, short.rate) for short in solution.shortages] == [(2, 0.0)]
    assert solution.change.growth[0].gpus == 2


def test_a_new_service_moves_nobody() -> None:
    before = packed(group(), pods("large", "3g", 2), pods("small", "1g", 2))

    after = packed(
        group(), pods("large", "3g", 2), pods("small", "1g", 2), pods("new", "2g", 3), current=before.gpus
    )

    assert after.moved == 0
    assert after.status == "optimal"


def test_only_those_in_the_way_are_moved() -> None:
    fragmented = packed(group(nodes=1), pods("a", "1g", 7), pods("b", "1g", 3)).gpus

    solution = packed(
        group(nodes=1), pods("a", "1g", 4), pods("b", "1g", 3), pods("new", "7g", 1), current=fragmented
    )

    assert solution.used == 2
    assert solution.moved == 3


def test_a_service_that_shrinks_moves_nobody() -> None:
    before = packed(group(), pods("small", "1g", 12))

    after = packed(group(), pods("small", "1g", 5), current=before.gpus)

    assert (after.used, after.moved) == (1, 0)


def test_the_smallest_change_names_group_nodes_and_gpus() -> None:
    solution = packed(group(nodes=1, layouts=({"gpu": 1},)), pods("d", "gpu", 5))

    assert solution.status == "infeasible"
    assert [(short.demand, short.pods) for short in solution.shortages] == [("d", 3)]
    (growth,) = solution.change.growth
    assert (growth.group, growth.gpus, growth.nodes, growth.per_node) == ("a", 3, 2, 2)
    assert solution.change.proved


def test_what_no_number_of_gpus_can_hold_is_hopeless() -> None:
    solution = packed(
        group(nodes=1, layouts=({"gpu": 1},)), pods("wide", "gpu", 1, size=4), pods("d", "9g", 2)
    )

    assert solution.change.growth == ()
    assert [short.demand for short in solution.change.hopeless] == ["d", "wide"]


def test_a_rate_that_is_not_met_says_by_how_much() -> None:
    one = group(nodes=1, gpus=1, layouts=({"gpu": 1},))

    solution = packed(one, Demand("d", (Option("a", "gpu", rate=40.0),), rate=100.0))

    assert [(short.rate, short.pods) for short in solution.shortages] == [(pytest.approx(60.0), 0)]
    assert solution.change.growth[0].gpus == 2


def test_without_demands_nothing_is_used() -> None:
    solution = packed(group())

    assert (solution.status, solution.gpus, solution.cost) == ("optimal", (), 0.0)


def test_without_groups_everything_is_short() -> None:
    solution = solve(PackingProblem((), (Demand("d", (), pods=2),)))

    assert solution.status == "infeasible"
    assert solution.shortages[0].pods == 2

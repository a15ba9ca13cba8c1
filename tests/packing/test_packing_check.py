"""The checker finds every kind of mistake, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tritonfleet.planner.packing import (
    Demand,
    GpuId,
    Group,
    NodeSpec,
    Occupant,
    Option,
    PackedGpu,
    PackingProblem,
    Shortage,
    Solution,
    solve,
    verify,
)

SMALL, PAIR, RATE = Option("a", "small"), Option("b", "gpu", 2), Option("a", "small", rate=5.0)
PROBLEM = PackingProblem(
    (
        Group("a", (NodeSpec("a0", 2),), ({"small": 2}, {"large": 1}), "node"),
        Group("b", (NodeSpec("b0", 2), NodeSpec("b1", 2)), ({"gpu": 1},), cost=2.0),
    ),
    (Demand("s", (SMALL,), pods=1), Demand("p", (PAIR,), pods=1), Demand("r", (RATE,), rate=10.0)),
)
GOOD = solve(PROBLEM)


def with_gpu(number: int, **changes: object) -> Solution:
    gpus = list(GOOD.gpus)
    gpus[number] = replace(gpus[number], **changes)
    return replace(GOOD, gpus=tuple(gpus))


MISTAKES: dict[str, tuple[Callable[[], Solution], str]] = {
    "a GPU that is not there": (lambda: with_gpu(0, id=GpuId("a", "a0", 7)), "GPU a/a0/7 does not exist"),
    "a GPU listed twice": (lambda: with_gpu(1, id=GOOD.gpus[0].id), "GPU a/a0/0 is listed 2 times"),
    "a cut that the group has not": (
        lambda: with_gpu(0, layout={"small": 3}),
        "none of the ways of its group",
    ),
    "a unit given twice": (
        lambda: with_gpu(0, occupants=(Occupant("s", SMALL),) * 3),
        "3 pods on 2 of small",
    ),
    "a node cut in two ways": (lambda: with_gpu(1, layout={"large": 1}, occupants=()), "must be cut alike"),
    "a pod of another group": (lambda: with_gpu(0, occupants=(Occupant("p", PAIR),)), "meant for group b"),
    "one pod on two nodes": (
        lambda: with_gpu(3, id=GpuId("b", "b1", 0)),
        "not a multiple of the 2 of one pod",
    ),
    "a pod too few": (lambda: with_gpu(2, occupants=()), "p is missing 1 of 1 pods"),
    "a rate not met": (
        lambda: replace(
            GOOD,
            gpus=tuple(
                replace(g, occupants=tuple(o for o in g.occupants if o.demand != "r")) for g in GOOD.gpus
            ),
        ),
        "r is served 0 of 10",
    ),
    "an option that the demand has not": (
        lambda: with_gpu(0, occupants=(Occupant("s", RATE),)),
        "s runs by an option that it does not have",
    ),
    "somebody unasked": (
        lambda: with_gpu(0, occupants=(Occupant("x", SMALL),)),
        "x was placed, and nobody asked",
    ),
    "a shortage that is none": (
        lambda: replace(GOOD, shortages=(Shortage("s", pods=1),)),
        "s is missing 0 of 1",
    ),
    "a wrong number": (lambda: replace(GOOD, used=1), "GPUs are in use, and 1 are reported"),
    "a wrong cost": (lambda: replace(GOOD, cost=1.0), "and 1 is reported"),
    "a bound above the cost": (lambda: replace(GOOD, bound=99.0), "the bound 99 is above the cost"),
}


def test_a_right_packing_has_no_mistakes() -> None:
    assert verify(PROBLEM, GOOD) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found(name: str) -> None:
    spoilt, message = MISTAKES[name]

    assert any(message in mistake for mistake in verify(PROBLEM, spoilt()))


def test_what_hardware_allows_is_asked_for_each_gpu() -> None:
    mistakes = verify(PROBLEM, GOOD, lambda group, counts: group == "b")

    assert [mistake for mistake in mistakes if "cannot be cut into" in mistake]
    assert len(mistakes) == sum(gpu.id.group == "a" for gpu in GOOD.gpus)


def test_whole_gpus_are_not_cut() -> None:
    groups = (Group("b", (NodeSpec("b0", 2),), ({"gpu": 2},)),)
    seats = tuple(PackedGpu(GpuId("b", "b0", n), {"gpu": 2}, (Occupant("p", PAIR),)) for n in (0, 1))
    spoilt = Solution("optimal", seats, 2, 2.0, 2.0, 0, ())

    mistakes = verify(PackingProblem(groups, (Demand("p", (PAIR,), pods=1),)), spoilt)

    assert any("is cut, and p needs whole GPUs" in mistake for mistake in mistakes)

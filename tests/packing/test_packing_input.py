"""A problem that contradicts itself is refused in one line each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tritonfleet.errors import InputError
from tritonfleet.planner.packing import (
    Demand,
    GpuId,
    Group,
    NodeSpec,
    Occupant,
    Option,
    PackedGpu,
    PackingProblem,
    solve,
)

GROUP = Group("pool", (NodeSpec("n", 1),), ({"gpu": 1},))
OPTION = Option("pool", "gpu")
GPU = PackedGpu(GpuId("pool", "n", 0), {"gpu": 1}, (Occupant("d", OPTION),) * 2)

REFUSED = {
    "group 'pool' is there 2 times": PackingProblem((GROUP, GROUP), ()),
    "node of group 'pool' 'n' is there 2 times": PackingProblem((replace(GROUP, nodes=GROUP.nodes * 2),), ()),
    "has no layout": PackingProblem((replace(GROUP, layouts=()),), ()),
    "it must be 0 or more": PackingProblem((replace(GROUP, cost=float("nan")),), ()),
    "fewer than 0 of a unit": PackingProblem((replace(GROUP, layouts=({"gpu": -1},)),), ()),
    "fewer than 0 GPUs": PackingProblem((replace(GROUP, nodes=(NodeSpec("n", -1),)),), ()),
    "must ask for either pods or a rate": PackingProblem((GROUP,), (Demand("d", (OPTION,)),)),
    "asks for -1 pods": PackingProblem((GROUP,), (Demand("d", (OPTION,), pods=-1),)),
    "it must be above 0": PackingProblem((GROUP,), (Demand("d", (), rate=0.0),)),
    "its option on 'gpu' gives none": PackingProblem((GROUP,), (Demand("d", (OPTION,), rate=1.0),)),
    "did you mean `pool`?": PackingProblem((GROUP,), (Demand("d", (Option("poool", "gpu"),), pods=1),)),
    "with 0 units a pod": PackingProblem((GROUP,), (Demand("d", (Option("pool", "gpu", 0),), pods=1),)),
    "pods at least or to spare": PackingProblem((GROUP,), (Demand("d", (), pods=1, least=1),)),
    "unless all are alike": PackingProblem((GROUP,), (Demand("d", (), rate=1.0, spare=1),)),
    "has 2 pods on 'gpu'": PackingProblem((GROUP,), (), (GPU,)),
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_contradiction_is_named(message: str) -> None:
    with pytest.raises(InputError) as refused:
        solve(REFUSED[message])

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_all_contradictions_are_named_at_once() -> None:
    with pytest.raises(InputError) as refused:
        solve(PackingProblem((replace(GROUP, layouts=(), cost=-1.0),), (Demand("d", ()),)))

    assert len(refused.value.problems) == 3

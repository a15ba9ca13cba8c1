"""Tiny packing problems, drawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tritonfleet.planner.packing import Demand, Group, NodeSpec, Option, PackingProblem

LAYOUTS = ({"gpu": 1}, {"large": 1, "small": 1}, {"large": 2}, {"small": 3})
UNITS = ("gpu", "large", "small")


@st.composite
def groups(draw: st.DrawFn) -> tuple[Group, ...]:
    """One or two groups with three GPUs at most."""
    found = []
    for name in ("a", "b")[: draw(st.integers(1, 2))]:
        sizes = draw(
            st.lists(st.integers(0, 2), min_size=1, max_size=2).filter(lambda sizes: sum(sizes) <= 3)
        )
        nodes = tuple(NodeSpec(f"{name}{number}", gpus) for number, gpus in enumerate(sizes))
        layouts = draw(st.lists(st.sampled_from(LAYOUTS), min_size=1, max_size=3, unique_by=str))
        uniform = draw(st.sampled_from(["gpu", "node", "group"]))
        found.append(Group(name, nodes, tuple(layouts), uniform, draw(st.sampled_from([1.0, 2.5]))))
    return tuple(found)


def options(with_rate: bool = False) -> st.SearchStrategy[Option]:
    rate = st.sampled_from([1.0, 2.0, 3.5]) if with_rate else st.none()
    tag = st.sampled_from("xy") if with_rate else st.none()
    single = st.builds(Option, st.sampled_from("ab"), st.sampled_from(UNITS), st.just(1), rate, tag)
    return (
        single if with_rate else single | st.builds(Option, st.sampled_from("ab"), st.just("gpu"), st.just(2))
    )


@st.composite
def problems(draw: st.DrawFn, with_rate: bool = False) -> PackingProblem:
    """A problem whose options name only groups that are there; with rates, pods at least, alike and to spare."""
    found = draw(groups())
    names = {group.name for group in found}
    demands = []
    for number in range(draw(st.integers(1, 3 if not with_rate else 2))):
        drawn = draw(st.lists(options(with_rate), min_size=1, max_size=2, unique=True))
        own = tuple(option if option.group in names else replace(option, group="a") for option in drawn)
        rate = draw(st.sampled_from([1.0, 3.0, 4.0])) if with_rate else None
        pods = None if with_rate else draw(st.integers(0, 2))
        demands.append(Demand(f"d{number}", tuple(dict.fromkeys(own)), pods, rate))
        if with_rate:
            alike, least = draw(st.booleans()), draw(st.integers(0, 2))
            spare = draw(st.integers(0, 1)) if alike and rate < 4 else 0
            demands[-1] = replace(demands[-1], least=least, alike=alike, spare=spare)
    return PackingProblem(found, tuple(demands))


@st.composite
def alike_problems(draw: st.DrawFn) -> PackingProblem:
    """Problems for pods whose options have tags, and that must keep to one of them."""
    problem = draw(problems())
    tagged = (
        tuple(dict.fromkeys(replace(option, tag=draw(st.sampled_from("xy"))) for option in demand.options))
        for demand in problem.demands
    )
    demands = (
        replace(demand, options=options, alike=True)
        for demand, options in zip(problem.demands, tagged, strict=True)
    )
    return replace(problem, demands=tuple(demands))


@st.composite
def shuffled(draw: st.DrawFn, problem: PackingProblem) -> PackingProblem:
    """The same problem, told in another order."""
    mixed = tuple(
        replace(
            group,
            nodes=draw(st.permutations(group.nodes)),
            layouts=tuple(draw(st.permutations(group.layouts))),
        )
        for group in draw(st.permutations(problem.groups))
    )
    demands = tuple(
        replace(demand, options=tuple(draw(st.permutations(demand.options))))
        for demand in draw(st.permutations(problem.demands))
    )
    return PackingProblem(mixed, demands, tuple(draw(st.permutations(problem.current))))

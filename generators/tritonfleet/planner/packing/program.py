"""The whole program: pods placed by option, GPUs cut by layout, and the rows that make them meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tritonfleet.planner.packing.asking import ask, asked
from tritonfleet.planner.packing.classes import DemandClass, NodeClass
from tritonfleet.planner.packing.holding import HeldClass
from tritonfleet.planner.packing.milp import Clock, Milp
from tritonfleet.planner.packing.problem import Occupant
from tritonfleet.planner.packing.supply import Supply, SupplyBuilder


@dataclass(slots=True)
class Program:
    """The columns by meaning. ``placed``: pods by class and option. ``short``: pods, or thousandths of a rate."""

    milp: Milp
    classes: Sequence[DemandClass]
    supplies: list[Supply] = field(default_factory=list)
    placed: dict[tuple[int, int], int] = field(default_factory=dict)
    short: list[int] = field(default_factory=list)
    held: dict[int, list[HeldClass]] = field(default_factory=dict)
    whole_stay: dict[int, dict[Occupant, int]] = field(default_factory=dict)

    def nothing_placed(self) -> tuple[float, ...]:
        """The point that is always feasible: no pod anywhere."""
        values = [0.0] * self.milp.columns
        for column, demand in zip(self.short, self.classes, strict=True):
            values[column] = asked(demand)
        return tuple(values)


def build(
    nodes: Sequence[NodeClass],
    classes: Sequence[DemandClass],
    clock: Clock,
    seed: int,
    bought: Sequence[NodeClass] = (),
) -> Program:
    """The program for these nodes and, if any, for those that could be bought."""
    program = Program(Milp(clock, seed), classes)
    builder = SupplyBuilder(program.milp, program.supplies)
    for node_class in nodes:
        builder.add(node_class)
    for node_class in bought:
        builder.add(node_class, bought=True)
    _place(program)
    _unit_rows(program)
    _whole_rows(program)
    return program


def _place(program: Program) -> None:
    """Columns and rows for every class of demands, by the options that some layout or node size makes possible."""
    offered = {
        (supply.nodes.group.name, unit, size)
        for supply in program.supplies
        for unit, size in (
            *((unit, 1) for layout in supply.nodes.group.layouts for unit in layout),
            *supply.nodes.kinds,
        )
    }
    for number, demand in enumerate(program.classes):
        asking = ask(program.milp, demand, offered)
        program.short.append(asking.short)
        program.placed |= {(number, index): column for index, column in asking.placed.items()}


def _unit_rows(program: Program) -> None:
    """Pods on a unit are no more than the cuts yield."""
    rows: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for (number, index), column in program.placed.items():
        option = program.classes[number].options[index]
        if option.per_pod == 1:
            rows[option.group, option.unit][column] = 1.0
    for supply in program.supplies:
        for column, layout in zip(supply.used, supply.nodes.group.layouts, strict=True):
            for unit, count in layout.items():
                if (supply.nodes.group.name, unit) in rows:
                    rows[supply.nodes.group.name, unit][column] = -float(count)
    for terms in rows.values():
        program.milp.row(terms, upper=0)


def _whole_rows(program: Program) -> None:
    """Pods on several GPUs are no more than the nodes that hold such pods have places."""
    rows: dict[tuple[str, str, int], dict[int, float]] = defaultdict(dict)
    for (number, index), column in program.placed.items():
        option = program.classes[number].options[index]
        if option.per_pod > 1:
            rows[option.group, option.unit, option.per_pod][column] = 1.0
    for supply in program.supplies:
        for pattern, column in supply.whole.items():
            for (unit, size), pods in zip(supply.nodes.kinds, pattern, strict=True):
                if pods:
                    rows[supply.nodes.group.name, unit, size][column] = -float(pods)
    for terms in rows.values():
        program.milp.row(terms, upper=0)

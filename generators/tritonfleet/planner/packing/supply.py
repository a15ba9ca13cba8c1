"""The GPUs' side of the program: how many are cut how, and where pods on several GPUs sit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tritonfleet.planner.packing.classes import NodeClass, Pattern
from tritonfleet.planner.packing.milp import Milp
from tritonfleet.planner.packing.problem import Group


@dataclass(frozen=True, slots=True)
class Supply:
    """The columns of one class of nodes.

    ``used``: GPUs by layout, with pods of one GPU or less. ``whole``: nodes by the pods on several GPUs that they
    hold. ``cut``: nodes by layout, where a node is cut as one. ``added``: how many of the nodes are bought, where
    the class is one that could be bought.
    """

    nodes: NodeClass
    used: tuple[int, ...]
    whole: dict[Pattern, int]
    cut: tuple[int, ...] = ()
    added: int | None = None

    def gpus(self) -> dict[int, float]:
        """The number of GPUs in use."""
        whole = {column: float(self.nodes.gpus(pattern)) for pattern, column in self.whole.items()}
        return dict.fromkeys(self.used, 1.0) | whole


@dataclass(slots=True)
class SupplyBuilder:
    """Adds classes of nodes to a program, and what ties the classes of a group together."""

    milp: Milp
    supplies: list[Supply] = field(default_factory=list)
    _chosen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, nodes: NodeClass, *, bought: bool = False) -> None:
        """The columns and rows of one class."""
        milp, layouts = self.milp, nodes.group.layouts
        room = nodes.per_node * nodes.count
        supply = Supply(
            nodes,
            tuple(milp.integer(room) for _ in layouts),
            {pattern: milp.integer(nodes.count) for pattern in nodes.patterns()},
            tuple(milp.integer(nodes.count) for _ in layouts) if nodes.tied else (),
            milp.integer(nodes.count) if bought else None,
        )
        self._within(supply, supply.gpus(), nodes.per_node)
        if supply.whole:
            self._within(supply, dict.fromkeys(supply.whole.values(), 1.0), 1)
        if nodes.tied:
            self._cut_alike(supply)
        self.supplies.append(supply)

    def _within(self, supply: Supply, terms: dict[int, float], per_node: int) -> None:
        """No more than the nodes there are, or those bought, have room for."""
        if supply.added is None:
            self.milp.row(terms, upper=per_node * supply.nodes.count)
        else:
            self.milp.row(terms | {supply.added: -float(per_node)}, upper=0)

    def _cut_alike(self, supply: Supply) -> None:
        nodes = supply.nodes
        self._within(supply, dict.fromkeys(supply.cut, 1.0), 1)
        patterns: dict[int, list[Pattern]] = defaultdict(list)
        for pattern, column in supply.whole.items():
            layout = _layout_of(nodes, pattern)
            if layout is None:
                self.milp.fix(column, 0.0)
            else:
                patterns[layout].append(pattern)
        for layout, (used, cut) in enumerate(zip(supply.used, supply.cut, strict=True)):
            whole = {supply.whole[pattern]: float(nodes.gpus(pattern)) for pattern in patterns[layout]}
            self.milp.row({used: 1.0, cut: -float(nodes.per_node)} | whole, upper=0)
            if whole:
                self.milp.row(dict.fromkeys(whole, 1.0) | {cut: -1.0}, upper=0)
        if nodes.group.uniform == "group":
            for cut, choice in zip(supply.cut, self._choice(nodes.group), strict=True):
                self.milp.row({cut: 1.0, choice: -float(nodes.count)}, upper=0)

    def _choice(self, group: Group) -> tuple[int, ...]:
        """One column a layout, one of which may be 1: how the whole group is cut."""
        if group.name not in self._chosen:
            self._chosen[group.name] = tuple(self.milp.integer(1) for _ in group.layouts)
            self.milp.row(dict.fromkeys(self._chosen[group.name], 1.0), upper=1)
        return self._chosen[group.name]


def _layout_of(nodes: NodeClass, pattern: Pattern) -> int | None:
    """The one layout under which a node can hold these pods; none when they need several."""
    units = {unit for (unit, _), number in zip(nodes.kinds, pattern, strict=True) if number}
    if len(units) > 1:
        return None
    (unit,) = units
    return next(index for index, layout in enumerate(nodes.group.layouts) if dict(layout) == {unit: 1})

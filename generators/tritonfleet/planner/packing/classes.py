"""What the program need not tell apart.

Demands with the same options are one class, nodes that differ in nothing are one class, GPUs with the same pods on
them are one class: the program counts them, and only ``locate`` gives them names.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from tritonfleet.planner.packing.holding import HeldNode, held_nodes
from tritonfleet.planner.packing.problem import Demand, Group, NodeSpec, Option, PackingProblem, Unit

Kind = tuple[Unit, int]
"""A pod on several whole GPUs: their unit, and how many."""

Pattern = tuple[int, ...]
"""How many pods of each kind sit on one node."""


@dataclass(frozen=True, slots=True)
class DemandClass:
    """Demands with the same options and priority, by name.

    A demand for a rate is alone in its class, and so is one whose pods have to be alike and could be otherwise.
    """

    members: tuple[Demand, ...]
    options: tuple[Option, ...]

    @property
    def priority(self) -> int:
        """The members', as is all below but ``pods``."""
        return self.members[0].priority

    @property
    def rate(self) -> float | None:
        """What is asked for, where it is a rate."""
        return self.members[0].rate

    @property
    def pods(self) -> int:
        """What the members ask for together, where it is pods."""
        return sum(member.pods or 0 for member in self.members)

    @property
    def least(self) -> int:
        """Pods that the rate takes at least."""
        return self.members[0].least

    @property
    def spare(self) -> int:
        """Pods on top of those that the rate takes."""
        return self.members[0].spare

    @property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """The options by number, those of one tag together, where all pods have to go by one of these; else none."""
        if not self.members[0].alike:
            return ()
        found: dict[Hashable, list[int]] = defaultdict(list)
        for number, option in enumerate(self.options):
            found[option.tag].append(number)
        return tuple(tuple(numbers) for numbers in found.values()) if len(found) > 1 or self.spare else ()


@dataclass(frozen=True, slots=True)
class NodeClass:
    """``count`` nodes of ``per_node`` GPUs each that differ in nothing, what runs on them included.

    Where neither ``uniform`` nor a pod on several GPUs ties GPUs together, every GPU counts as a node of its own
    and all of a group are one class; ``nodes`` are the real ones then too.
    """

    group: Group
    per_node: int
    count: int
    nodes: tuple[NodeSpec, ...] = ()
    kinds: tuple[Kind, ...] = ()
    held: tuple[HeldNode, ...] = ()

    @property
    def tied(self) -> bool:
        """Whether the GPUs of a node have to be cut alike."""
        return is_tied(self.group)

    def patterns(self) -> list[Pattern]:
        """Every set of pods on several GPUs that a node has room for."""
        ranges = [range(self.per_node // size + 1) for _, size in self.kinds]
        return [pattern for pattern in itertools.product(*ranges) if 0 < self.gpus(pattern) <= self.per_node]

    def gpus(self, pattern: Pattern) -> int:
        """How many GPUs such a set takes."""
        return sum(number * size for number, (_, size) in zip(pattern, self.kinds, strict=True))


def is_tied(group: Group) -> bool:
    """Whether GPUs of one node, or of the whole group, have to be cut alike, and could be cut otherwise."""
    return group.uniform != "gpu" and len(group.layouts) > 1


def demand_classes(problem: PackingProblem) -> list[DemandClass]:
    """The classes, by their first member. Of options on the same unit (and, where pods have to be
    alike, of the same tag) only the best and those in use remain."""
    in_use = {(pod.demand, pod.option) for gpu in problem.current for pod in gpu.occupants}
    classes: dict[tuple[object, ...], list[Demand]] = defaultdict(list)
    options: dict[tuple[object, ...], tuple[Option, ...]] = {}
    for demand in problem.demands:
        useful = tuple(_useful(demand, in_use))
        choosing = demand.alike and len({option.tag for option in useful}) > 1
        alone = demand.name if demand.rate is not None or choosing else None
        key = (demand.priority, useful, alone)
        classes[key].append(demand)
        options[key] = useful
    return [DemandClass(tuple(members), options[key]) for key, members in classes.items()]


def _useful(demand: Demand, in_use: set[tuple[str, Option]]) -> Iterable[Option]:
    seen = set()
    for option in demand.options:
        way = option.tag if demand.alike else None
        unit = (option.group, option.unit, option.per_pod, way)
        if unit not in seen or (demand.name, option) in in_use:
            yield option
        seen.add(unit)


def node_classes(problem: PackingProblem, classes: Sequence[DemandClass]) -> list[NodeClass]:
    """The classes of all groups' nodes."""
    demands = {demand.name: demand for demand in problem.demands}
    held = held_nodes(problem, demands)
    found: list[NodeClass] = []
    for group in problem.groups:
        kinds = kinds_of(group, classes)
        if not kinds and not is_tied(group):
            total = sum(node.gpus for node in group.nodes)
            on_group = tuple(held[group.name, node.name] for node in group.nodes)
            found.append(NodeClass(group, 1, total, group.nodes, (), on_group))
            continue
        alike: dict[tuple[object, ...], list[NodeSpec]] = defaultdict(list)
        for node in group.nodes:
            content = held[group.name, node.name]
            alone = node.name if kinds and content.pods else ""
            alike[node.gpus, content.signature(), alone].append(node)
        for nodes in alike.values():
            contents = tuple(held[group.name, node.name] for node in nodes)
            found.append(NodeClass(group, nodes[0].gpus, len(nodes), tuple(nodes), kinds, contents))
    return found


def kinds_of(group: Group, classes: Sequence[DemandClass]) -> tuple[Kind, ...]:
    """The pods on several GPUs that may come to this group: those whose unit is a whole GPU there."""
    whole = {unit for layout in group.layouts for unit in layout if dict(layout) == {unit: 1}}
    asked = {
        (option.unit, option.per_pod)
        for demand in classes
        for option in demand.options
        if option.group == group.name and option.per_pod > 1 and option.unit in whole
    }
    return tuple(sorted(asked))

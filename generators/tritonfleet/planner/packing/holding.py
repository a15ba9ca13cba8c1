"""What runs now, as far as it may stay: the pods on each GPU whose demand and option still exist."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.planner.packing.problem import Demand, GpuId, Layout, Occupant, PackingProblem, Unit

Cut = tuple[tuple[Unit, int], ...]
"""A layout as a key: its units in order."""


@dataclass(frozen=True, slots=True)
class HeldGpu:
    """A GPU that pods of one GPU or less run on: they stay only while it is cut as it is."""

    id: GpuId
    cut: Cut
    pods: tuple[tuple[Occupant, int], ...]


@dataclass(frozen=True, slots=True)
class HeldNode:
    """A node's GPUs in use, and its pods on several GPUs with the indices of the GPUs of each."""

    gpus: tuple[HeldGpu, ...] = ()
    whole: tuple[tuple[Occupant, tuple[tuple[int, ...], ...]], ...] = ()

    @property
    def pods(self) -> bool:
        """Whether anything runs here."""
        return bool(self.gpus or self.whole)

    def signature(self) -> tuple[object, ...]:
        """Equal for nodes with the same pods in the same company."""
        return tuple(sorted(((gpu.cut, gpu.pods) for gpu in self.gpus), key=repr)), self.whole


@dataclass(frozen=True, slots=True)
class HeldClass:
    """GPUs with the same pods on nodes of one class: how many keep their cut, and which pods stay on them."""

    gpus: tuple[HeldGpu, ...]
    keep: int
    stay: dict[Occupant, int]


def cut_of(layout: Layout) -> Cut:
    """The key of a layout."""
    return tuple(sorted((unit, count) for unit, count in layout.items() if count))


def held_nodes(problem: PackingProblem, demands: Mapping[str, Demand]) -> dict[tuple[str, str], HeldNode]:
    """Every node of the problem with what runs on it; nodes and demands that are gone are left out."""
    single: dict[tuple[str, str], list[HeldGpu]] = defaultdict(list)
    several: dict[tuple[str, str], dict[Occupant, list[int]]] = defaultdict(lambda: defaultdict(list))
    for gpu in problem.current:
        node = (gpu.id.group, gpu.id.node)
        known = [pod for pod in gpu.occupants if _known(pod, demands) and pod.option.group == gpu.id.group]
        for pod in known:
            if pod.option.per_pod > 1:
                several[node][pod].append(gpu.id.index)
        small = Counter(pod for pod in known if pod.option.per_pod == 1)
        if small:
            pods = tuple(sorted(small.items(), key=repr))
            single[node].append(HeldGpu(gpu.id, cut_of(gpu.layout), pods))
    return {
        (group.name, node.name): HeldNode(
            tuple(gpu for gpu in single[group.name, node.name] if gpu.id.index < node.gpus),
            _whole(several[group.name, node.name], node.gpus),
        )
        for group in problem.groups
        for node in group.nodes
    }


def _known(pod: Occupant, demands: Mapping[str, Demand]) -> bool:
    demand = demands.get(pod.demand)
    return demand is not None and pod.option in demand.options


def _whole(
    pods: Mapping[Occupant, list[int]], gpus: int
) -> tuple[tuple[Occupant, tuple[tuple[int, ...], ...]], ...]:
    found = []
    for pod in sorted(pods, key=repr):
        indices, size = sorted(index for index in pods[pod] if index < gpus), pod.option.per_pod
        starts = range(0, len(indices) - size + 1, size)
        if starts:
            found.append((pod, tuple(tuple(indices[start : start + size]) for start in starts)))
    return tuple(found)

"""Nodes and GPUs while pods are given their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tritonfleet.planner.packing.classes import is_tied
from tritonfleet.planner.packing.holding import HeldNode
from tritonfleet.planner.packing.problem import (
    GpuId,
    Group,
    Layout,
    NodeSpec,
    Occupant,
    PackedGpu,
    Unit,
)


@dataclass(slots=True)
class CutGpu:
    """A GPU with its layout, the pods on it, and the units that are left."""

    id: GpuId
    layout: Layout
    pods: list[Occupant] = field(default_factory=list)
    room: Counter[Unit] = field(default_factory=Counter)

    def take(self, pod: Occupant) -> None:
        """Seats a pod."""
        self.pods.append(pod)
        self.room[pod.option.unit] -= 1


@dataclass(slots=True)
class Floor:
    """One node. ``layout``: what all its GPUs are cut to, if they have to be alike; ``free``: GPUs not yet cut;
    ``places``: whole GPUs kept together for one pod each."""

    group: Group
    spec: NodeSpec
    layout: Layout | None
    held: HeldNode
    free: list[int]
    gpus: list[CutGpu] = field(default_factory=list)
    places: list[tuple[CutGpu, ...]] = field(default_factory=list)

    def cut(self, layout: Layout, index: int) -> CutGpu:
        """Gives a free GPU a layout."""
        self.free.remove(index)
        gpu = CutGpu(GpuId(self.group.name, self.spec.name, index), layout, [], Counter(layout))
        self.gpus.append(gpu)
        return gpu

    def reserve(self, unit: Unit, indices: Sequence[int]) -> tuple[CutGpu, ...]:
        """Whole GPUs for one pod."""
        return tuple(self.cut({unit: 1}, index) for index in list(indices))

    @property
    def busy(self) -> bool:
        """Whether any pod sits here."""
        return any(gpu.pods for gpu in self.gpus)

    def packed(self, *, group_busy: bool) -> list[PackedGpu]:
        """The GPUs with pods, and the idle ones that are cut along with them."""
        along = is_tied(self.group) and (self.busy or (self.group.uniform == "group" and group_busy))
        found = [
            PackedGpu(gpu.id, gpu.layout, tuple(sorted(gpu.pods, key=repr)))
            for gpu in self.gpus
            if gpu.pods or along
        ]
        if along and self.layout is not None:
            idle = (GpuId(self.group.name, self.spec.name, index) for index in self.free)
            found += [PackedGpu(gpu_id, self.layout) for gpu_id in idle]
        return found

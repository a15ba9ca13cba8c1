"""What the engine answers, with what it has proved of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tritonfleet.planner.packing.problem import PackedGpu

Status: TypeAlias = Literal["optimal", "feasible", "infeasible", "undecided"]
"""``optimal``: everything placed, cost and moves proved least. ``feasible``: everything placed, and the time limit
or the gap allowed came before the proof. ``infeasible``: not everything can be placed, the rest is placed as well as
possible. ``undecided``: something is not placed, and the limit came before it was known whether it could be."""

Aim: TypeAlias = Literal["shortage", "cost", "gpus", "moves", "fragmentation", "growth", "nodes"]


@dataclass(frozen=True, slots=True)
class Reached:
    """One aim of the lexicographic order: what was reached, and below what nothing can be (given the aims before)."""

    aim: Aim
    value: float
    bound: float

    @property
    def proved(self) -> bool:
        """Whether value and bound agree to within the solver's tolerance."""
        return self.value - self.bound <= 1e-6 * max(1.0, abs(self.value))


@dataclass(frozen=True, slots=True)
class Shortage:
    """A demand that is not met: by how many pods, or by how much rate (the other is 0)."""

    demand: str
    pods: int = 0
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Growth:
    """``nodes`` more nodes of ``per_node`` GPUs for a group, of which ``gpus`` GPUs would be in use."""

    group: str
    per_node: int
    nodes: int
    gpus: int


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The fewest additional GPUs with which everything fits, on nodes of sizes that the groups have.

    ``hopeless``: what does not fit however many are added, because no layout or node size can ever hold it.
    ``proved``: whether fewer are impossible.
    """

    growth: tuple[Growth, ...]
    hopeless: tuple[Shortage, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """A packing.

    ``gpus``: every GPU in use, and every idle one that ``uniform`` cuts along with it, by group, node and index.
    ``used``, ``cost``: of those with a pod on them. ``moved``: pods that ran before, run still, and not where they
    were. ``change``: only when something is short, and the limit left time to find it.
    """

    status: Status
    gpus: tuple[PackedGpu, ...]
    used: int
    cost: float
    bound: float
    moved: int
    aims: tuple[Reached, ...]
    shortages: tuple[Shortage, ...] = ()
    change: SmallestChange | None = None

    @property
    def gap(self) -> float:
        """How much of the cost might be saved at most: 0 when it is proved least."""
        return max(0.0, self.cost - self.bound) / self.cost if self.cost else 0.0

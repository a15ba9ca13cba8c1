"""What is to be packed: groups of nodes whose GPUs can be cut, and demands for pieces of them.

The engine knows GPUs, cuts and pods, nothing of Kubernetes. A *unit* is whatever one pod can be given: a MIG
profile ("1g.10gb"), a share of a GPU ("share-4"), a whole one ("gpu"). A *layout* says how many of which unit one
GPU yields.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = str
Layout: TypeAlias = Mapping[Unit, int]
Uniform: TypeAlias = Literal["gpu", "node", "group"]


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """One node and how many GPUs it has."""

    name: str
    gpus: int


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes with the same GPUs.

    ``layouts``: the ways one GPU may be cut; one entry means that they are cut already. ``uniform``: how far all
    GPUs are cut alike (MIG strategy single needs "node"). ``cost``: of one GPU in use, in any one currency.
    """

    name: str
    nodes: tuple[NodeSpec, ...]
    layouts: tuple[Layout, ...]
    uniform: Uniform = "gpu"
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Option:
    """One way to run one pod: on a unit of a group, or on ``per_pod`` whole GPUs of one node.

    ``rate``: what the pod then serves, in the unit of the demand's rate. ``tag``: the caller's own (batch size,
    process count …), handed back untouched; its text breaks ties.
    """

    group: str
    unit: Unit
    per_pod: int = 1
    rate: float | None = None
    tag: Hashable = None


@dataclass(frozen=True, slots=True)
class Demand:
    """Either a number of pods, each by any of the options, or a rate that the chosen pods must add up to.

    A higher ``priority`` is placed first where there is not room for all. ``alike``: all pods go by options of one
    and the same tag. ``least``: pods that a rate takes at least, however much one of them serves. ``spare``: pods on
    top of those that the rate takes, which only ``alike`` ones can be.
    """

    name: str
    options: tuple[Option, ...]
    pods: int | None = None
    rate: float | None = None
    priority: int = 0
    alike: bool = False
    least: int = 0
    spare: int = 0


@dataclass(frozen=True, slots=True, order=True)
class GpuId:
    """One GPU: its group, node, and number on the node from 0."""

    group: str
    node: str
    index: int


@dataclass(frozen=True, slots=True)
class Occupant:
    """One pod on a GPU: whose, and by which option. A pod on several GPUs is an occupant of each."""

    demand: str
    option: Option


@dataclass(frozen=True, slots=True)
class PackedGpu:
    """How one GPU is cut and who sits on it."""

    id: GpuId
    layout: Layout
    occupants: tuple[Occupant, ...] = ()


@dataclass(frozen=True, slots=True)
class PackingProblem:
    """Everything the engine is told. ``current``: what runs now, to be moved as little as possible."""

    groups: tuple[Group, ...]
    demands: tuple[Demand, ...]
    current: tuple[PackedGpu, ...] = ()

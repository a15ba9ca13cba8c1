"""Packing pods onto GPUs that can be cut: exact, by integer programming, with a proof or an honest gap."""

from tritonfleet.planner.packing.check import verify
from tritonfleet.planner.packing.problem import (
    Demand,
    GpuId,
    Group,
    Layout,
    NodeSpec,
    Occupant,
    Option,
    PackedGpu,
    PackingProblem,
    Uniform,
    Unit,
)
from tritonfleet.planner.packing.solution import Growth, Reached, Shortage, SmallestChange, Solution, Status
from tritonfleet.planner.packing.solve import solve

__all__ = [
    "Demand",
    "GpuId",
    "Group",
    "Growth",
    "Layout",
    "NodeSpec",
    "Occupant",
    "Option",
    "PackedGpu",
    "PackingProblem",
    "Reached",
    "Shortage",
    "SmallestChange",
    "Solution",
    "Status",
    "Uniform",
    "Unit",
    "solve",
    "verify",
]

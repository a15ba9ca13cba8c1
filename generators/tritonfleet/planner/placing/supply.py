"""The pools of a cluster as groups of GPUs that the packing engine can fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tritonfleet import geometry
from tritonfleet.planner.nodes import node_groups
from tritonfleet.planner.packing.problem import Group, NodeSpec
from tritonfleet.planner.units import unit_text
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.layouts import Layout, LayoutKey, layout_key


@dataclass(frozen=True)
class Supply:
    """GPUs of a pool that may be cut in the same ways.

    ``layouts`` are MIG layouts, in the order of the group's own, which count units. ``indices`` has the numbers of a
    node's GPUs by its name, in the order in which the group counts them.
    """

    pool_name: str
    pool: Pool
    gpu: PoolGpu
    group: Group
    layouts: tuple[Layout, ...]
    indices: Mapping[str, tuple[int, ...]]

    @property
    def idle(self) -> Layout:
        """How a GPU without pods is cut: as declared, or not at all where the plan may cut it."""
        return self.layouts[0] if len(self.layouts) == 1 else {}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Everything that a GPU may give to a pod."""
        return tuple(dict.fromkeys(unit for layout in self.group.layouts for unit in layout))

    def layout(self, units: Mapping[str, int]) -> Layout:
        """The MIG layout behind a layout of units."""
        return self.layouts[[dict(known) for known in self.group.layouts].index(dict(units))]


def supplies(name: str, pool: Pool) -> list[Supply]:
    """The pool's GPUs: one group for each way they are cut, or a single one where the plan may cut them."""
    if pool.gpu is None:
        return []
    if pool.gpu.mig and pool.gpu.mig.planned:
        every = tuple(range(pool.gpu.per_node))
        indices = {node_name(name, pool, node): every for node in range(pool.nodes)}
        return [_supply(name, name, pool, pool.gpu, _choices(pool.gpu), indices)]
    cut: dict[LayoutKey, tuple[Layout, dict[str, tuple[int, ...]]]] = {}
    for group in node_groups(name, pool):
        for layout, gpus in group.gpus_by_layout:
            _, nodes = cut.setdefault(layout_key(layout), (layout, {}))
            nodes.update({node_name(name, pool, node): gpus for node in group.nodes})
    many = len(cut) > 1
    return [
        _supply(f"{name}#{number}" if many else name, name, pool, pool.gpu, (layout,), nodes)
        for number, (layout, nodes) in enumerate(cut.values(), 1)
    ]


def node_name(pool_name: str, pool: Pool, node: int) -> str:
    """A node's declared name, or its pool's with its number."""
    return pool.node_names[node] if pool.node_names else f"{pool_name}-{node}"


def units_of(gpu: PoolGpu, layout: Layout) -> dict[str, int]:
    """What one GPU with this layout gives to pods: unit (as a request names it) → how many."""
    sharing = gpu.time_slicing
    everywhere = gpu.mps.replicas if gpu.mps else sharing.replicas if sharing else None
    if not layout:
        return {unit_text(None, everywhere): everywhere or 1}
    single = gpu.mig is not None and gpu.mig.strategy == "single"
    found = {}
    for profile, count in layout.items():
        sharers = everywhere if single else sharing.slices.get(profile) if sharing else None
        found[unit_text(profile, sharers)] = count * (sharers or 1)
    return found


def _supply(
    group: str,
    name: str,
    pool: Pool,
    gpu: PoolGpu,
    layouts: tuple[Layout, ...],
    indices: Mapping[str, tuple[int, ...]],
) -> Supply:
    single = gpu.mig is not None and gpu.mig.strategy == "single"
    made = Group(
        name=group,
        nodes=tuple(NodeSpec(node, len(gpus)) for node, gpus in indices.items()),
        layouts=tuple(units_of(gpu, layout) for layout in layouts),
        uniform="node" if single and len(layouts) > 1 else "gpu",
        cost=pool.price.per_gpu_hour if pool.price else 1.0,
    )
    return Supply(name, pool, gpu, made, layouts, indices)


def _choices(gpu: PoolGpu) -> tuple[Layout, ...]:
    """Every layout worth choosing: those to which no slice can be added, and under mixed the GPU left whole."""
    product = geometry.product(gpu.product)
    if product is None or not product.placements_known:
        return ({},)
    if gpu.mig and gpu.mig.strategy == "single":
        plain = {profile for layout in geometry.maximal_geometries(product) for profile in layout}
        return tuple({p: product.profiles[p].max_count} for p in product.profiles if p in plain)
    return ({}, *geometry.maximal_geometries(product))

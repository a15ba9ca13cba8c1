"""The nodes of a declared pool, as machines for NVIDIA's programs."""

from __future__ import annotations

from support.nvidia import Gpu, Node
from tritonfleet import geometry
from tritonfleet.planner.nodes import NodeGroup


def node_of(group: NodeGroup) -> Node:
    """One node of the group, its GPUs cut as they are declared."""
    return Node(tuple(_gpu(group.gpu.product, layout) for layout in group.layouts))


def _gpu(label: str, layout: dict[str, int]) -> Gpu:
    product = geometry.product(label)
    assert product is not None
    # The catalogue's MiB may be what CUDA leaves to programs; profiles are named after NVML's total.
    whole = Gpu(label, product.memory_gb * 1024, profiles=tuple(product.profiles))
    return (
        whole.cut(*(profile for profile, count in layout.items() for _ in range(count))) if layout else whole
    )

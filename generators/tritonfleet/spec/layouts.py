"""The layouts of a pool's GPUs, one by one, from the ranges in which people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tritonfleet.spec.gpu import IndexRange, PoolGpu

Layout = Mapping[str, int]
"""How one GPU is cut: instances of each profile. Empty is a GPU left whole."""

LayoutKey = frozenset[tuple[str, int]]


def layout_key(layout: Layout) -> LayoutKey:
    """Equal for equal layouts, in whatever order they are written."""
    return frozenset(layout.items())


def indices(text: IndexRange) -> Iterator[int]:
    """Every index that a range names: ``0,2,4-7`` → 0 2 4 5 6 7."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def layouts_of(gpu: PoolGpu, nodes: int) -> list[tuple[tuple[Layout, ...], Sequence[int]]]:
    """How the GPUs of a node are cut, and which nodes are cut so. A plan not made yet leaves the GPUs whole."""
    mig = gpu.mig
    whole: tuple[Layout, ...] = ({},) * gpu.per_node
    if mig is None or mig.nodes is None:
        everywhere = (mig.layout,) * gpu.per_node if mig and mig.layout else whole
        return [(_by_index(mig.gpus, gpu.per_node) if mig and mig.gpus else everywhere, range(nodes))]
    cut = {
        node: _by_index(gpus, gpu.per_node) for where, gpus in mig.nodes.items() for node in indices(where)
    }
    alike: dict[tuple[LayoutKey, ...], tuple[tuple[Layout, ...], list[int]]] = {}
    for node in range(nodes):
        layouts = cut.get(node, whole)
        alike.setdefault(tuple(map(layout_key, layouts)), (layouts, []))[1].append(node)
    return list(alike.values())


def _by_index(gpus: Mapping[str, Layout], per_node: int) -> tuple[Layout, ...]:
    found: list[Layout] = [{}] * per_node
    for where, layout in gpus.items():
        for index in indices(where):
            if index < per_node:
                found[index] = layout
    return tuple(found)

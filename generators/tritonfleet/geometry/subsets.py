"""Parts of an illegal layout: the smallest that is still illegal, and the largest that is legal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tritonfleet.geometry.search import place
from tritonfleet.geometry.types import Product

Counts = Mapping[str, int]


def minimal_illegal(product: Product, counts: Counts) -> dict[str, int]:
    """A part of an illegal layout that becomes legal when any one of its instances is taken away.

    Small instances are taken away first, so that what is left names the large ones that collide.
    """
    left = {name: _bounded(product, name, count) for name, count in counts.items() if count}
    for name in sorted(left, key=lambda name: _size(product, name)):
        while left[name] and place(product, {**left, name: left[name] - 1}) is None:
            left[name] -= 1
    return {name: count for name, count in left.items() if count}


def largest_legal(product: Product, counts: Counts) -> dict[str, int]:
    """The legal part with the most compute slices.

    Of several it is the one with the most memory, then the fewest instances, then the most of what was named first.
    """

    def merit(part: Counts) -> tuple[tuple[int, int, int], list[int]]:
        return _amount(product, part), [part.get(name, 0) for name in counts]

    return max(_legal_parts(product, counts, {}), key=merit, default={})


def _legal_parts(product: Product, counts: Counts, chosen: dict[str, int]) -> Iterator[dict[str, int]]:
    """``chosen`` with any legal number of the rest; more of what is already too much is not tried."""
    name = next((name for name in counts if name not in chosen), None)
    if name is None:
        yield {name: count for name, count in chosen.items() if count}
        return
    for count in range(counts[name] + 1):
        part = {**chosen, name: count}
        if place(product, part) is None:
            return
        yield from _legal_parts(product, counts, part)


def _bounded(product: Product, name: str, count: int) -> int:
    """The count, cut off just above the most that ever fits: more is not more illegal."""
    profile = product.find(name)
    return min(count, profile.max_count + 1) if profile else count


def _size(product: Product, name: str) -> tuple[int, int]:
    profile = product.find(name)
    return ((profile.memory_slices or 0), profile.compute_slices) if profile else (0, 0)


def _amount(product: Product, part: Counts) -> tuple[int, int, int]:
    sizes = [(_size(product, name), count) for name, count in part.items()]
    compute = sum(size[1] * count for size, count in sizes)
    memory = sum(size[0] * count for size, count in sizes)
    return compute, memory, -sum(part.values())

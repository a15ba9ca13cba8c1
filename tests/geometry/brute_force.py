"""An independent judge of layouts: every order of the instances, each at every place, nothing clever."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

from tritonfleet.geometry import Product


def fits(product: Product, counts: Mapping[str, int]) -> bool:
    """Whether some order and some choice of placements puts all instances on the GPU."""
    names = [name for name, count in counts.items() for _ in range(count)]
    if sum(product.profiles[name].compute_slices for name in names) > product.compute_slices:
        return False
    return media_allowed(names) and any(
        _put(product, order, frozenset()) for order in sorted(set(permutations(names)))
    )


def media_allowed(names: list[str]) -> bool:
    """At most one instance with media engines; with all of them, only -me beside it."""
    takers = [name for name in names if "+me" in name]
    if any(name.endswith("+me.all") for name in takers):
        return len(takers) == 1 and all(name.endswith("-me") for name in names if name not in takers)
    return len(takers) <= 1


def _put(product: Product, order: tuple[str, ...], taken: frozenset[int]) -> bool:
    if not order:
        return True
    profile = product.profiles[order[0]]
    for start in profile.placements:
        slices = set(range(start, start + (profile.memory_slices or 0)))
        if not slices & taken and _put(product, order[1:], taken | slices):
            return True
    return False

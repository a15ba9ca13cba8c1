"""Every way to cut a GPU, and those that leave no room for another instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from tritonfleet.geometry.search import place
from tritonfleet.geometry.types import Product

Counts = Mapping[str, int]


def geometries(product: Product, plain: bool = True) -> tuple[Counts, ...]:
    """Every legal layout with at least one instance, the most small instances first.

    ``plain`` leaves out the profiles with attributes (+me, -me, +gfx). Empty where placements are not known.
    """
    return _geometries(product, plain)


@lru_cache(maxsize=128)
def _geometries(product: Product, plain: bool) -> tuple[Counts, ...]:
    if not product.placements_known:
        return ()
    found = _extend(product, names(product, plain), {})
    return tuple(MappingProxyType(counts) for counts in found if counts)


def maximal_geometries(product: Product, plain: bool = True) -> tuple[Counts, ...]:
    """The legal layouts to which no instance of any (``plain``) profile can be added."""
    return _maximal(product, plain)


@lru_cache(maxsize=128)
def _maximal(product: Product, plain: bool) -> tuple[Counts, ...]:
    every = _geometries(product, plain)
    return tuple(counts for counts in every if not room_for(product, counts, plain))


def room_for(product: Product, counts: Counts, plain: bool = True) -> Counts:
    """How many instances of each profile alone still fit beside ``counts``; profiles that do not are left out.

    A profile that ``counts`` calls by another driver's name keeps that name.
    """
    spelled = {profile.shape: name for name in counts if (profile := product.find(name))}
    candidates = [spelled.get(product.profiles[name].shape, name) for name in names(product, plain)]
    found = {name: _more(product, counts, name) for name in candidates}
    return MappingProxyType({name: count for name, count in found.items() if count})


def names(product: Product, plain: bool = True) -> tuple[str, ...]:
    """The product's profiles, the smallest first; without attributes if ``plain``."""
    return tuple(name for name, profile in product.profiles.items() if not (plain and profile.attributes))


def _more(product: Product, counts: Counts, name: str) -> int:
    count = 0
    while place(product, {**counts, name: counts.get(name, 0) + count + 1}) is not None:
        count += 1
    return count


def _extend(
    product: Product, candidates: tuple[str, ...], counts: dict[str, int]
) -> Iterator[dict[str, int]]:
    """Layouts that add any number of the candidates; a part of a legal layout is legal, so dead branches end early."""
    if not candidates:
        yield counts
        return
    first, *rest = candidates
    for count in range(_more(product, counts, first), -1, -1):
        yield from _extend(product, tuple(rest), {**counts, first: count} if count else counts)

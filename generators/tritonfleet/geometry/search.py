"""Whether profiles fit on one GPU together: exact, by search over placements.

mig-parted tries every order of a layout's instances until the driver accepts one (NVIDIA/mig-parted:pkg/mig/config),
so "some placement without overlap exists" is the exact rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tritonfleet.geometry.types import Placement, Product, Profile

Instances = tuple[Profile, ...]


def place(product: Product, counts: Mapping[str, int]) -> tuple[Placement, ...] | None:
    """A placement of ``counts`` (instances of each profile) on one GPU, in the order of their starts; None if illegal.

    Among the legal placements it is one that leaves the largest instances possible, as the driver does: of two starts
    an instance takes the one that overlaps fewer placements of other profiles. Names of other drivers are taken too,
    but not mixed with those they stand for. Where placements are not known, the answer is None and means nothing:
    ask ``product.placements_known`` first.
    """
    wanted = tuple(sorted((name, count) for name, count in counts.items() if count))
    return _place(product, wanted)


@lru_cache(maxsize=65536)
def _place(product: Product, wanted: tuple[tuple[str, int], ...]) -> tuple[Placement, ...] | None:
    found = instances(product, wanted)
    if found is None or not product.placements_known or not within_limits(product, found):
        return None
    starts = _Search(product).run(found)
    if starts is None:
        return None
    placed = (Placement(p, start, p.memory_slices or 0) for p, start in zip(found, starts, strict=True))
    return tuple(sorted(placed, key=lambda one: one.start))


def instances(product: Product, wanted: tuple[tuple[str, int], ...]) -> Instances | None:
    """Every instance, the largest first; None for an unknown name, a negative count, two names of one profile."""
    found: list[Profile] = []
    for name, count in wanted:
        profile = product.find(name)
        if profile is None or count < 0:
            return None
        found += [profile] * min(count, profile.max_count + 1)
    names_of_shape = {(profile.shape, profile.name) for profile in found}
    if len(names_of_shape) != len({shape for shape, _ in names_of_shape}):
        return None
    return tuple(sorted(found, key=lambda p: (-(p.memory_slices or 0), -p.compute_slices, p.name)))


def within_limits(product: Product, found: Instances) -> bool:
    """Whether the sums fit: compute slices, instances of each profile, and the media engines.

    The engines that +me adds exist once, and +me.all takes all there are, so that every other instance must be -me
    (inferred from the profiles' engine counts in the MIG user guide).
    """
    if sum(profile.compute_slices for profile in found) > product.compute_slices:
        return False
    if any(found.count(profile) > profile.max_count for profile in set(found)):
        return False
    return media_fit(found)


def media_fit(found: Instances) -> bool:
    """At most one instance takes media engines; beside one that takes all, the others go without."""
    takers = [profile for profile in found if profile.takes_media]
    if len(takers) > 1:
        return False
    takes_all = any(profile.takes_all_media for profile in takers)
    return not takes_all or all("-me" in p.attributes for p in found if not p.takes_all_media)


class _Search:
    """Depth-first over the instances, the largest first, with the dead ends remembered."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._dead: set[tuple[int, int, int]] = set()

    def run(self, found: Instances) -> tuple[int, ...] | None:
        """A start for each instance, or None."""
        return self._from(found, 0, 0, 0)

    def _from(self, found: Instances, index: int, used: int, first: int) -> tuple[int, ...] | None:
        """Starts for the instances from ``index`` on; ``used`` is a bit a memory slice.

        Equal instances take starts in the order of preference, from ``first`` on, so that none is tried twice.
        """
        if index == len(found):
            return ()
        if (index, used, first) in self._dead:
            return None
        profile = found[index]
        again = index + 1 < len(found) and found[index + 1] == profile
        for position, start, mask in _free(self._product, profile, used, first):
            rest = self._from(found, index + 1, used | mask, position + 1 if again else 0)
            if rest is not None:
                return (start, *rest)
        self._dead.add((index, used, first))
        return None


def _free(product: Product, profile: Profile, used: int, first: int) -> Iterator[tuple[int, int, int]]:
    for position, (start, mask) in enumerate(_preferred(product, profile.shape)):
        if position >= first and not used & mask:
            yield position, start, mask


@lru_cache(maxsize=1024)
def _preferred(product: Product, shape: str) -> tuple[tuple[int, int], ...]:
    """Starts of a shape with their bits, those first that overlap the fewest placements of plain profiles."""
    plain = [profile for profile in product.profiles.values() if not profile.attributes]
    others = [_mask(profile, start) for profile in plain for start in profile.placements]
    (own,) = {p.shape: p for p in product.profiles.values() if p.shape == shape}.values()
    masks = [(start, _mask(own, start)) for start in own.placements]
    return tuple(sorted(masks, key=lambda pair: (sum(bool(pair[1] & other) for other in others), pair[0])))


def _mask(profile: Profile, start: int) -> int:
    return ((1 << (profile.memory_slices or 0)) - 1) << start

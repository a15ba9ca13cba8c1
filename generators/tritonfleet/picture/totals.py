"""Sums over GPUs: computed from the map, never given, so that text and drawing cannot disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tritonfleet.picture.model import Gap, Gpu, Pool, Slice

WHOLE = "whole GPU"


@dataclass(frozen=True, slots=True)
class Totals:
    """GPUs: ``used`` has a pod or a reservation, ``fragmented`` is used and still has a free place, ``free`` is empty.

    ``free_places`` counts what more pods may take, by what one of them gets. ``uncovered_gib`` is memory of used GPUs
    that no instance covers.
    """

    gpus: int
    used: int
    fragmented: int
    free_places: Mapping[str, int]
    uncovered_gib: float

    @property
    def free(self) -> int:
        """GPUs that nobody sits on."""
        return self.gpus - self.used


def totals(gpus: Iterable[Gpu]) -> Totals:
    """Sum up these GPUs."""
    every = tuple(gpus)
    used = [gpu for gpu in every if is_used(gpu)]
    places: Counter[str] = Counter()
    for gpu in every:
        for item in gpu.slices:
            places[place_name(item)] += item.free
    return Totals(
        gpus=len(every),
        used=len(used),
        fragmented=sum(any(item.free for item in gpu.slices) for gpu in used),
        free_places={name: places[name] for name in sorted(places) if places[name]},
        uncovered_gib=sum(
            part.size * gpu.slice_gib for gpu in used for part in gpu.parts if isinstance(part, Gap)
        ),
    )


def gib(amount: float) -> str:
    """An amount of memory: ``80 GiB``, ``9.8 GiB``."""
    return f"{round(amount, 1):,g} GiB"


def is_used(gpu: Gpu) -> bool:
    """Whether anybody sits on the GPU, or a place on it is reserved."""
    return any(item.occupants or item.reserved for item in gpu.slices)


def place_name(item: Slice) -> str:
    """What one pod gets of a slice: ``1g.10gb``, ``whole GPU``, ``GPU share 1/4``."""
    if item.sharers > 1:
        return f"{item.profile or 'GPU'} share 1/{item.sharers}"
    return item.profile or WHOLE


def cost_per_hour(pools: Iterable[Pool]) -> Mapping[str, float]:
    """What the GPUs of the pools with a price cost, used or not, by currency."""
    sums: dict[str, float] = {}
    for pool in pools:
        if pool.price_per_hour is not None:
            sums[pool.currency] = sums.get(pool.currency, 0.0) + pool.price_per_hour * len(pool.gpus)
    return dict(sorted(sums.items()))


def money(sums: Mapping[str, float]) -> str:
    """``30.40 USD``; empty where nothing has a price."""
    return " + ".join(f"{amount:,.2f} {currency}".strip() for currency, amount in sums.items())

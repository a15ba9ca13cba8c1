"""Fractions of GPUs onto as few GPUs as possible: bin packing with few sizes and many items, with a proof."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tritonfleet.errors import InputError
from tritonfleet.planner.packing.generation import Relaxation, relax
from tritonfleet.planner.packing.knapsack import Pattern, maximal_patterns
from tritonfleet.planner.packing.milp import Clock, Milp

MOST_PATTERNS = 50_000
"""Patterns beyond which the gap is not closed but reported."""

Bin = tuple[int, ...]
"""The sizes of the items in one bin, falling."""


@dataclass(frozen=True, slots=True)
class FractionalPacking:
    """``bins``, and below how many of them nobody can get (``bound``)."""

    bins: tuple[Bin, ...]
    bound: int

    @property
    def gap(self) -> float:
        """The part of the bins that might be saved at most."""
        return (len(self.bins) - self.bound) / len(self.bins) if self.bins else 0.0


def pack_fractions(
    counts: Mapping[int, int], room: int, *, limit: float = 10.0, seed: int = 0
) -> FractionalPacking:
    """Packs ``counts`` items of each size into bins of ``room``, as few as can be within ``limit`` seconds.

    Raises InputError for a size below 1 or above the room.
    """
    wanted = {size: count for size, count in sorted(counts.items(), reverse=True) if count}
    if wanted and not 0 < min(wanted) <= max(wanted) <= room:
        raise InputError.of(f"sizes must be from 1 to {room}: {min(wanted)} to {max(wanted)} were given")
    if not wanted:
        return FractionalPacking((), 0)
    unit = math.gcd(room, *wanted)
    sizes, numbers = [size // unit for size in wanted], list(wanted.values())
    best, bound = _pack(sizes, numbers, room // unit, Clock(limit), seed)
    return FractionalPacking(_bins(list(wanted), numbers, best), bound)


def _pack(
    sizes: Sequence[int], counts: Sequence[int], room: int, clock: Clock, seed: int
) -> tuple[Counter[Pattern], int]:
    best = first_fit_decreasing(sizes, counts, room)
    relaxation = relax(sizes, counts, room, best, clock, seed)
    bound = relaxation.bound(counts)
    if best.total() > bound:
        best, _ = _over(relaxation.patterns, counts, best, clock, seed)
    if best.total() > bound:
        patterns = _worth_a_look(relaxation, sizes, counts, room, best.total() - 1)
        if patterns is not None:
            best, proved = _over(patterns, counts, best, clock, seed)
            bound = max(bound, min(proved, best.total()))
    return best, bound


def first_fit_decreasing(sizes: Sequence[int], counts: Sequence[int], room: int) -> Counter[Pattern]:
    """The bins of the classic heuristic. ``sizes`` must fall."""
    left: list[int] = []
    chosen: list[list[int]] = []
    for index, (size, count) in enumerate(zip(sizes, counts, strict=True)):
        place = 0
        for _ in range(count):
            while place < len(left) and left[place] < size:
                place += 1
            if place == len(left):
                left.append(room)
                chosen.append([0] * len(sizes))
            left[place] -= size
            chosen[place][index] += 1
    return Counter(tuple(pattern) for pattern in chosen)


def _worth_a_look(
    relaxation: Relaxation, sizes: Sequence[int], counts: Sequence[int], room: int, target: int
) -> list[Pattern] | None:
    """Every pattern that a packing into ``target`` bins could use; none when there are too many.

    By the duals the bins of such a packing are worth ``total`` together and ``worth`` each at most: a bin that is
    worth less than what is missing when all others are full cannot be among them.
    """
    total = sum(count * value for count, value in zip(counts, relaxation.values, strict=True))
    least = total - (target - 1) * relaxation.worth
    found = maximal_patterns(sizes, relaxation.values, counts, room, least)
    patterns = list(itertools.islice(found, MOST_PATTERNS + 1))
    return patterns if len(patterns) <= MOST_PATTERNS else None


def _over(
    patterns: Sequence[Pattern], counts: Sequence[int], known: Counter[Pattern], clock: Clock, seed: int
) -> tuple[Counter[Pattern], int]:
    """The fewest bins over these patterns, or the packing known if that is no worse; and the bound over them."""
    milp = Milp(clock, seed)
    columns = [milp.integer(known.total()) for _ in patterns]
    for index, count in enumerate(counts):
        terms = {
            column: float(pattern[index])
            for column, pattern in zip(columns, patterns, strict=True)
            if pattern[index]
        }
        milp.row(terms, lower=count)
    outcome = milp.minimise(dict.fromkeys(columns, 1.0))
    if outcome.status == "infeasible":
        return known, known.total()
    bound = 0 if math.isinf(outcome.bound) else math.ceil(outcome.bound - 1e-6)
    numbers = Counter({pattern: round(n) for pattern, n in zip(patterns, outcome.values, strict=False)})
    better = outcome.values and numbers.total() < known.total()
    return (+numbers if better else known), bound


def _bins(sizes: Sequence[int], counts: Sequence[int], patterns: Counter[Pattern]) -> tuple[Bin, ...]:
    """The bins with just the items there are: a pattern may have room for more."""
    left = list(counts)
    bins = []
    for pattern in sorted(patterns, reverse=True):
        for _ in range(patterns[pattern]):
            content: list[int] = []
            for index, number in enumerate(pattern):
                taken = min(number, left[index])
                left[index] -= taken
                content += [sizes[index]] * taken
            if content:
                bins.append(tuple(content))
    return tuple(bins)

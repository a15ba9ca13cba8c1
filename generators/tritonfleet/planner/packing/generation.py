"""Column generation: the linear relaxation of bin packing over all patterns, without listing them.

The restricted master is solved by HiGHS, its duals price the next pattern by a knapsack (Gilmore and Gomory 1961).
What is proved does not rest on floating point: the duals are rounded to whole numbers, and divided by the most that
one bin can then be worth, they bound the number of bins from below (Farley 1990).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tritonfleet.planner.packing.knapsack import Pattern, best_pattern
from tritonfleet.planner.packing.milp import Clock, new_solver

DUAL_SCALE = 10**9


@dataclass(frozen=True, slots=True)
class Relaxation:
    """``patterns`` of the master; ``values``: whole-number duals by size; ``worth``: the most that a bin is worth
    in them."""

    patterns: tuple[Pattern, ...]
    values: tuple[int, ...]
    worth: int

    def bound(self, counts: Sequence[int]) -> int:
        """Fewer bins than this cannot hold these counts."""
        total = sum(count * value for count, value in zip(counts, self.values, strict=True))
        return -(-total // self.worth) if self.worth else 0


def relax(
    sizes: Sequence[int], counts: Sequence[int], room: int, start: Iterable[Pattern], clock: Clock, seed: int
) -> Relaxation:
    """Solves the relaxation, from patterns that can hold everything. When the time is up, the bound is weaker."""
    highs = new_solver(seed)
    for count in counts:
        highs.addRow(float(count), math.inf, 0, [], [])
    patterns: dict[Pattern, None] = {}
    fresh = list(dict.fromkeys(start))
    best = Relaxation((), tuple([0] * len(sizes)), 1)
    while fresh:
        for pattern in fresh:
            rows = [index for index, number in enumerate(pattern) if number]
            highs.addCol(1.0, 0.0, math.inf, len(rows), rows, [float(pattern[index]) for index in rows])
            patterns[pattern] = None
        highs.run()
        values = [max(0, math.floor(dual * DUAL_SCALE)) for dual in highs.getSolution().row_dual]
        priced = best_pattern(sizes, values, counts, room)
        worth = sum(number * value for number, value in zip(priced, values, strict=True))
        found = Relaxation(tuple(patterns), tuple(values), worth)
        best = max(found, Relaxation(found.patterns, best.values, best.worth), key=lambda r: r.bound(counts))
        improves = worth > DUAL_SCALE and priced not in patterns and clock.left > 0
        fresh = [priced] if improves else []
    return best

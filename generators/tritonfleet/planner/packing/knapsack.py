"""Patterns of one bin: the most valuable one, and all that are worth a second look. Everything in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Pattern = tuple[int, ...]
"""How many items of each size share a bin."""


def best_pattern(sizes: Sequence[int], values: Sequence[int], most: Sequence[int], room: int) -> Pattern:
    """The pattern of the greatest value, by dynamic programming over size and room.

    ``most``: how many of each size there are at all.
    """
    worth = [0] * (room + 1)
    taken: list[list[int]] = []
    for size, value, limit in zip(sizes, values, most, strict=True):
        choice = [0] * (room + 1)
        before = worth
        worth = before.copy()
        for space in range(size, room + 1):
            for count in range(1, min(limit, space // size) + 1):
                total = before[space - count * size] + count * value
                if total > worth[space]:
                    worth[space], choice[space] = total, count
        taken.append(choice)
    return _read_back(sizes, taken, room)


def _read_back(sizes: Sequence[int], taken: Sequence[Sequence[int]], room: int) -> Pattern:
    pattern = [0] * len(sizes)
    for index in range(len(sizes) - 1, -1, -1):
        pattern[index] = taken[index][room]
        room -= pattern[index] * sizes[index]
    return tuple(pattern)


def maximal_patterns(
    sizes: Sequence[int], values: Sequence[int], most: Sequence[int], room: int, least: int
) -> Iterator[Pattern]:
    """Every pattern that is worth at least ``least`` and to which nothing can be added. ``sizes`` must fall."""
    ahead = _best_ahead(sizes, values, room)

    def extend(index: int, space: int, missing: int, chosen: Pattern) -> Iterator[Pattern]:
        if ahead[index][space] < missing:
            return
        if index == len(sizes):
            if all(
                size > space or count == limit for size, count, limit in zip(sizes, chosen, most, strict=True)
            ):
                yield chosen
            return
        size, value = sizes[index], values[index]
        for count in range(min(most[index], space // size), -1, -1):
            yield from extend(index + 1, space - count * size, missing - count * value, (*chosen, count))

    return extend(0, room, least, ())


def _best_ahead(sizes: Sequence[int], values: Sequence[int], room: int) -> list[list[int]]:
    """The most that sizes from ``index`` on can be worth in each space, however many there are of them."""
    ahead = [[0] * (room + 1)]
    for size, value in zip(reversed(sizes), reversed(values), strict=True):
        worth = ahead[0].copy()
        for space in range(size, room + 1):
            worth[space] = max(worth[space], worth[space - size] + value)
        ahead.insert(0, worth)
    return ahead

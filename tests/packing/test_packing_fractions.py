"""Fractions of GPUs: as few GPUs as there can be, and never a bound that is too high."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet.errors import InputError
from tritonfleet.planner.packing.fractional import first_fit_decreasing, pack_fractions
from tritonfleet.planner.packing.hosts import FractionPod, Host, pack_on_hosts


def fewest(sizes: tuple[int, ...], room: int) -> int:
    """By trying everything."""

    @cache
    def rest(number: int, left: tuple[int, ...]) -> int:
        if number == len(sizes):
            return len(left)
        found = [rest(number + 1, tuple(sorted((*left, room - sizes[number]))))]
        for index, space in enumerate(left):
            if space >= sizes[number]:
                after = tuple(sorted((*left[:index], space - sizes[number], *left[index + 1 :])))
                found.append(rest(number + 1, after))
        return min(found)

    return rest(0, ())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 12), max_size=7))
def test_no_packing_uses_fewer_bins(sizes: list[int]) -> None:
    packing = pack_fractions(Counter(sizes), 12)

    assert len(packing.bins) == packing.bound == fewest(tuple(sizes), 12)
    assert Counter(size for bin_ in packing.bins for size in bin_) == Counter(sizes)
    assert all(sum(bin_) <= 12 for bin_ in packing.bins)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(5, 100), st.integers(1, 30), min_size=1, max_size=8))
def test_bound_and_packing_enclose_the_optimum(counts: dict[int, int]) -> None:
    packing = pack_fractions(counts, 100)
    sizes = sorted(counts, reverse=True)
    heuristic = first_fit_decreasing(sizes, [counts[size] for size in sizes], 100).total()

    assert packing.bound <= len(packing.bins) <= heuristic
    assert packing.bound >= -(-sum(size * count for size, count in counts.items()) // 100)


def test_first_fit_decreasing_is_beaten_where_it_errs() -> None:
    counts = {51: 2, 27: 2, 26: 2, 23: 4, 10: 0}

    assert first_fit_decreasing([51, 27, 26, 23], [2, 2, 2, 4], 100).total() == 4
    assert len(pack_fractions(counts, 100).bins) == 3


def test_with_no_time_the_heuristic_answers_and_the_bound_is_honest() -> None:
    packing = pack_fractions({51: 2, 27: 2, 26: 2, 23: 4}, 100, limit=0.0)

    assert len(packing.bins) == 4
    assert packing.bound <= 3


def test_nothing_takes_no_bins() -> None:
    assert pack_fractions({}, 100).bins == ()


@pytest.mark.parametrize("size", [0, 101])
def test_an_impossible_size_is_refused(size: int) -> None:
    with pytest.raises(InputError, match="sizes must be from 1 to 100"):
        pack_fractions({size: 1}, 100)


def pods(*needs: tuple[int, int, int]) -> list[FractionPod]:
    return [FractionPod(f"p{number}", *need) for number, need in enumerate(needs)]


def test_cpu_of_a_node_spreads_gpus_over_nodes() -> None:
    hosts = [Host("h0", 2, 10, 100), Host("h1", 2, 10, 100)]

    packing = pack_on_hosts(pods((60, 6, 1), (60, 6, 1)), hosts, 100)

    assert len(packing.gpus) == packing.bound == 2
    assert {host for host, _, _ in packing.gpus} == {"h0", "h1"}


def test_pods_that_no_node_can_feed_together_get_gpus_of_their_own() -> None:
    hosts = [Host("h0", 2, 10, 100), Host("h1", 2, 10, 100)]

    packing = pack_on_hosts(pods((50, 6, 1), (50, 6, 1)), hosts, 100)

    assert (len(packing.gpus), packing.bound, packing.unplaced) == (2, 1, ())


def test_a_pod_without_room_is_named() -> None:
    (hungry,) = pods((50, 11, 1))

    assert pack_on_hosts([hungry], [Host("h0", 2, 10, 100)], 100).unplaced == (hungry,)

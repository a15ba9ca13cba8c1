"""The map itself: what is beside what, who looks alike, and the sums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from picture.fleet_maps import a100, big, example, fleet_of, mig, mixed_pool, pod, shared_pool, uncut, whole
from tritonfleet.picture.groups import ranges
from tritonfleet.picture.model import Gap, Pool, Slice
from tritonfleet.picture.palette import environments, inks, letters
from tritonfleet.picture.totals import cost_per_hour, totals
from tritonfleet.picture.view import DRAWN_ONE_BY_ONE, Styles, rows


def test_memory_that_no_slice_covers_is_a_gap():
    gpu = a100(0, mig("2g.20gb", 4), mig("1g.10gb", 0))
    assert [part if isinstance(part, Gap) else part.profile for part in gpu.parts] == [
        "1g.10gb",
        Gap(1, 3),
        "2g.20gb",
        Gap(6, 2),
    ]


@pytest.mark.parametrize(
    "slices",
    [
        (mig("2g.20gb", 0), mig("1g.10gb", 1)),
        (mig("3g.40gb", 6),),
        (mig("1g.10gb", -1),),
        (Slice("1g.10gb", 0, 0, 10.0, "nvidia.com/mig-1g.10gb"),),
    ],
    ids=["overlap", "past the end", "before the start", "no size"],
)
def test_slices_that_cannot_lie_side_by_side_are_refused(slices):
    with pytest.raises(ValueError, match="GPU 3: its slices do not fit side by side"):
        a100(3, *slices)


def test_a_gpu_is_used_by_a_pod_or_a_reservation_and_fragmented_with_a_place_left():
    gpus = (
        a100(0, mig("7g.80gb", 0, pod("llm"))),
        a100(1, mig("3g.40gb", 0, pod("llm")), mig("3g.40gb", 4)),
        a100(2, mig("3g.40gb", 0, reserved="surge")),
        a100(3, mig("7g.80gb", 0)),
        uncut(4, whole(pod("nlp"), sharers=4)),
    )
    sums = totals(gpus)
    assert (sums.gpus, sums.used, sums.free, sums.fragmented) == (5, 4, 1, 2)
    assert sums.free_places == {"3g.40gb": 1, "7g.80gb": 1, "GPU share 1/4": 3}
    assert sums.uncovered_gib == 40


def test_more_pods_than_sharers_leave_no_place_and_are_all_counted():
    crowded = whole(pod("nlp"), pod("nlp", 1), pod("nlp", 2), sharers=2)
    assert (crowded.places, crowded.free) == (3, 0)


def test_the_cost_is_of_every_gpu_used_or_not_by_currency():
    euros = replace(shared_pool(), price_per_hour=1.0, currency="EUR")
    free = replace(shared_pool(), price_per_hour=None)
    assert cost_per_hour([mixed_pool(), euros, euros, free]) == {"EUR": 8.0, "USD": 27.2}


def test_a_service_has_one_ink_in_all_environments_and_each_environment_a_mark():
    shown = example()
    names = {who.service for gpu in shown.gpus for item in gpu.slices for who in item.occupants}
    assert set(inks(shown)) == names | {"llm-large"}
    assert environments(shown) == {"prod": "plain", "staging": "dashed"}


def test_no_two_of_twelve_services_have_the_same_fill():
    fills = [ink.fill for ink in inks(big(12, 2)).values()]
    assert len(set(fills[:12])) == 12


def test_letters_go_on_after_z():
    assert [letters(number) for number in (0, 25, 26, 51, 52, 702)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


def test_numbers_become_ranges():
    assert ranges([7, 0, 1, 3, 2, 7]) == "0–3, 7"


def cards(pool: Pool):
    shown = fleet_of(pool)
    return [card for row in rows(pool, Styles.of(shown)) for card in row.cards]


def test_a_small_pool_shows_every_gpu():
    pool = big(DRAWN_ONE_BY_ONE, 1).clusters[0].pools[0]
    assert [card.copies for card in cards(pool)] == [1] * DRAWN_ONE_BY_ONE


def test_a_big_pool_shows_gpus_that_look_alike_once():
    pool = big(100, 3).clusters[0].pools[0]
    found = cards(pool)
    assert [card.copies for card in found] == [34, 33, 33]
    assert found[0].where[:2] == ("node-000: GPU 0, 3, 6", "node-001: GPU 1, 4, 7")
    assert found[1].blocks[0].cells[0].label.startswith("service-1-0 in prod, replicas 1, 4, 7")


def test_nodes_of_different_configurations_are_never_drawn_together():
    pool = big(32, 1).clusters[0].pools[0]
    first, *others = pool.nodes
    mixed = replace(pool, nodes=(replace(first, mig_config="all-1g.10gb"), *others))
    assert [(row.name, row.mig_config) for row in rows(mixed, Styles.of(fleet_of(mixed)))] == [
        ("node-000", "all-1g.10gb"),
        ("3 nodes", ""),
    ]

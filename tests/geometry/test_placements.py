"""Which layouts are legal: against a brute force, against the known maximal geometries, and where instances go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry.brute_force import fits
from tritonfleet import yamlio
from tritonfleet.geometry import geometries, maximal_geometries, place, product, products, room_for

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "mig.yaml"
PLACED = [one for one in products().values() if one.has_mig and one.placements_known]
A100 = products()["A100-80GB"]
PRO_6000 = products()["RTX-PRO-6000"]

SEVEN_SLOTS = """\
1g:7 | 1g:6 double:1 | 1g:5 2g:1 | 1g:4 double:2 | 1g:4 double:1 2g:1 | 1g:4 3g:1 | 1g:3 2g:2 | 1g:3 4g:1
1g:2 double:3 | 1g:2 double:2 2g:1 | 1g:2 double:1 2g:2 | 1g:2 double:1 3g:1 | 1g:2 double:1 4g:1 | 1g:2 2g:1 3g:1
1g:1 2g:3 | 1g:1 2g:1 4g:1 | double:4 | double:3 2g:1 | double:2 2g:2 | double:2 3g:1 | double:2 4g:1
double:1 2g:3 | double:1 2g:1 3g:1 | double:1 2g:1 4g:1 | 2g:2 3g:1 | 3g:2 | 3g:1 4g:1 | 7g:1"""
FOUR_SLOTS = "1g:4 | 1g:2 2g:1 | 2g:2 | 4g:1"


def by_shape(one, counts):
    return frozenset(
        (one.profiles[name].shape.removeprefix("1g-"), count) for name, count in counts.items() if count
    )


def expected(text):
    layouts = text.replace("\n", " | ").split(" | ")
    return {
        frozenset((shape, int(count)) for shape, count in (part.split(":") for part in layout.split()))
        for layout in layouts
    }


def layouts(one):
    return st.dictionaries(st.sampled_from(list(one.profiles)), st.integers(0, 4), max_size=4).filter(
        lambda counts: sum(counts.values()) <= 7
    )


@pytest.mark.parametrize("one", PLACED, ids=lambda one: one.name)
def test_the_maximal_geometries_are_the_known_ones(one):
    known = expected(SEVEN_SLOTS if one.compute_slices == 7 else FOUR_SLOTS)
    assert {by_shape(one, counts) for counts in maximal_geometries(one)} == known


@pytest.mark.parametrize("one", PLACED, ids=lambda one: one.name)
def test_there_are_28_maximal_geometries_of_seven_slots_and_4_of_four(one):
    assert len(maximal_geometries(one)) == (28 if one.compute_slices == 7 else 4)
    assert len(geometries(one)) == (77 if one.compute_slices == 7 else 9)


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not beside this checkout")
def test_the_maximal_geometries_are_those_of_the_facts():
    for fact in yamlio.load(FACTS.read_text(), "mig.yaml")["products"]:
        one = product(fact["gpu_product_labels"][0])
        mine = sorted(sorted(counts.items()) for counts in maximal_geometries(one))
        assert mine == sorted(sorted(counts.items()) for counts in fact.get("maximal_geometries", []))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([A100, products()["A30"], PRO_6000]).flatmap(
        lambda one: st.tuples(st.just(one), layouts(one))
    )
)
def test_legal_is_what_brute_force_finds_possible(case):
    one, counts = case
    assert (place(one, counts) is not None) == fits(one, counts)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACED).flatmap(lambda one: st.tuples(st.just(one), layouts(one))))
def test_a_placement_has_the_instances_asked_for_and_no_overlap(case):
    one, counts = case
    placed = place(one, counts)
    if placed is None:
        return
    assert sorted(each.profile.name for each in placed) == sorted(
        n for n, c in counts.items() for _ in range(c)
    )
    assert all(each.start in each.profile.placements for each in placed)
    taken = [index for each in placed for index in range(each.start, each.start + each.size)]
    assert len(taken) == len(set(taken))
    assert all(index < one.memory_slices for index in taken)


@settings(max_examples=150, deadline=None)
@given(layouts(A100), st.randoms(use_true_random=False))
def test_the_order_of_the_layout_does_not_matter(counts, random):
    shuffled = list(counts.items())
    random.shuffle(shuffled)
    assert place(A100, dict(shuffled)) == place(A100, counts)


@settings(max_examples=150, deadline=None)
@given(layouts(PRO_6000))
def test_a_part_of_a_legal_layout_is_legal(counts):
    if place(PRO_6000, counts) is not None:
        for name, count in counts.items():
            assert place(PRO_6000, {**counts, name: max(count - 1, 0)}) is not None


@pytest.mark.parametrize("one", PLACED, ids=lambda one: one.name)
def test_with_attributes_too_nothing_can_be_added_to_a_maximal_geometry(one):
    for counts in maximal_geometries(one, plain=False):
        assert place(one, counts)
        assert not room_for(one, counts, plain=False)


@pytest.mark.parametrize(
    ("counts", "starts"),
    [
        # As the driver places them (MIG user guide: 1g at 2, 2g at 0, 3g at 4).
        ({"1g.10gb": 1, "2g.20gb": 1, "3g.40gb": 1}, {"2g.20gb": [0], "1g.10gb": [2], "3g.40gb": [4]}),
        ({"3g.40gb": 1}, {"3g.40gb": [4]}),
        ({"3g.40gb": 1, "4g.40gb": 1}, {"4g.40gb": [0], "3g.40gb": [4]}),
        ({"7g.80gb": 1}, {"7g.80gb": [0]}),
        ({"1g.10gb": 7}, {"1g.10gb": [0, 1, 2, 3, 4, 5, 6]}),
    ],
)
def test_instances_go_where_they_leave_room_for_large_ones(counts, starts):
    found = {}
    for each in place(A100, counts):
        found.setdefault(each.profile.name, []).append(each.start)
    assert found == starts


def test_nothing_fits_trivially():
    assert place(A100, {}) == ()
    assert place(A100, {"1g.10gb": 0}) == ()


def test_an_unknown_profile_has_no_placement():
    assert place(A100, {"3g.20gb": 1}) is None


def test_names_of_another_driver_are_placed_under_the_name_asked_for():
    (placed,) = place(products()["GB200"], {"3g.95gb": 1})
    assert (placed.profile.name, placed.profile.resource) == ("3g.95gb", "nvidia.com/mig-3g.95gb")


def test_names_of_two_drivers_are_not_mixed():
    assert place(products()["GB200"], {"3g.95gb": 1, "3g.93gb": 1}) is None


def test_what_still_fits_beside_a_layout():
    assert dict(room_for(A100, {"3g.40gb": 1, "2g.20gb": 1})) == {"1g.10gb": 2, "1g.20gb": 1, "2g.20gb": 1}


def test_where_placements_are_unknown_nothing_is_claimed():
    unknown = products()["RTX-PRO-5000"]
    assert not unknown.placements_known
    assert place(unknown, {"4g.48gb": 1}) is None
    assert geometries(unknown) == maximal_geometries(unknown) == ()

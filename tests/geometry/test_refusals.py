"""Mistakes people make with MIG layouts, on every product: each refused, with the fix that helps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet.geometry import place, product, products, refusal

WITH_MIG = {name: one for name, one in products().items() if one.has_mig}
PLACED = {name: one for name, one in WITH_MIG.items() if one.placements_known}
SEVEN = [name for name, one in PLACED.items() if one.compute_slices == 7]
FOUR = [name for name, one in PLACED.items() if one.compute_slices == 4]


def named(name, **counts_by_shape):
    """A layout by shapes: ``named("A30", **{"1g": 5})`` is ``{"1g.6gb": 5}`` there."""
    names = {profile.shape: profile.name for profile in WITH_MIG[name].profiles.values()}
    return {names[shape]: count for shape, count in counts_by_shape.items()}


def refused(name, counts):
    found = refusal(WITH_MIG[name], counts)
    assert found, f"{counts} is accepted on {name}"
    assert "\n" not in str(found)
    return found


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize(
    ("wrong", "colliding", "fits"),
    [
        ({"4g": 2}, {"4g": 2}, {"4g": 1}),
        ({"3g": 3}, {"3g": 3}, {"3g": 2}),
        ({"7g": 2}, {"7g": 2}, {"7g": 1}),
        ({"2g": 4}, {"2g": 4}, {"2g": 3}),
        ({"1g": 8}, {"1g": 8}, {"1g": 7}),
        ({"1g-double": 5}, {"1g-double": 5}, {"1g-double": 4}),
        ({"1g+me": 2}, {"1g+me": 2}, {"1g+me": 1}),
        # 2 × 3/7 leaves a seventh of the compute, but no memory for it.
        ({"3g": 2, "1g": 1}, {"3g": 2, "1g": 1}, {"3g": 2}),
        ({"4g": 1, "3g": 1, "1g": 1}, {"4g": 1, "3g": 1, "1g": 1}, {"4g": 1, "3g": 1}),
        ({"1g": 7, "1g+me": 1}, {"1g": 7, "1g+me": 1}, {"1g": 7}),
        ({"7g": 1, "1g": 1}, {"7g": 1, "1g": 1}, {"7g": 1}),
        ({"3g": 1, "2g": 3}, {"3g": 1, "2g": 3}, {"3g": 1, "2g": 2}),
        ({"4g": 1, "2g": 2}, {"4g": 1, "2g": 2}, {"4g": 1, "2g": 1}),
        ({"1g": 6, "2g": 1}, {"1g": 6, "2g": 1}, {"1g": 5, "2g": 1}),
        ({"1g-double": 4, "1g": 1}, {"1g-double": 4, "1g": 1}, {"1g-double": 4}),
        # all-balanced with one instance more.
        ({"1g": 3, "2g": 1, "3g": 1}, {"1g": 3, "2g": 1, "3g": 1}, {"1g": 2, "2g": 1, "3g": 1}),
        ({"3g": 2, "2g": 1, "1g": 1}, {"3g": 2, "2g": 1}, {"3g": 2}),
    ],
    ids=str,
)
def test_what_seven_slots_cannot_hold(name, wrong, colliding, fits):
    found = refused(name, named(name, **wrong))
    assert found.colliding == named(name, **colliding)
    assert found.largest == named(name, **fits)


@pytest.mark.parametrize("name", FOUR)
@pytest.mark.parametrize(
    ("wrong", "fits"),
    [
        ({"4g": 2}, {"4g": 1}),
        ({"1g": 5}, {"1g": 4}),
        ({"2g": 3}, {"2g": 2}),
        ({"2g": 2, "1g": 1}, {"2g": 2}),
        ({"1g": 3, "2g": 1}, {"1g": 2, "2g": 1}),
        ({"4g": 1, "1g": 1}, {"4g": 1}),
        ({"1g+me": 2}, {"1g+me": 1}),
    ],
    ids=str,
)
def test_what_four_slots_cannot_hold(name, wrong, fits):
    assert refused(name, named(name, **wrong)).largest == named(name, **fits)


@pytest.mark.parametrize("name", WITH_MIG)
def test_a_whole_gpu_twice_is_refused_on_every_product(name):
    whole = max(WITH_MIG[name].profiles.values(), key=lambda p: (p.compute_slices, not p.attributes))
    found = refused(name, {whole.name: 2})
    assert f"{whole.name}: 2 does not fit on {name}, which holds at most 1 instance of it" in found.message


@pytest.mark.parametrize("name", WITH_MIG)
def test_one_more_than_the_most_is_refused_for_every_profile(name):
    for profile in WITH_MIG[name].profiles.values():
        assert (
            f"at most {profile.max_count} instance"
            in refused(name, {profile.name: profile.max_count + 1}).message
        )


@pytest.mark.parametrize("name", WITH_MIG)
def test_the_profiles_of_every_other_product_are_refused_by_their_owners_name(name):
    one = WITH_MIG[name]
    for other in WITH_MIG.values():
        for foreign in set(other.profiles) - set(one.profiles) - set(one.aliases):
            found = refused(name, {foreign: 1})
            assert f"{name} has no profile {foreign}" in found.message
            assert other.name in found.message
            assert any(own in found.fix for own in one.profiles)


@pytest.mark.parametrize(
    ("name", "wrong", "fix"),
    [
        # nebuly nos lists the names of the 40 GB product for the 80 GB one.
        ("A100-80GB", "3g.20gb", "3g.40gb"),
        ("A100-80GB", "1g.5gb", "1g.10gb"),
        ("A100-80GB", "7g.40gb", "7g.80gb"),
        ("A100-40GB", "3g.40gb", "3g.20gb"),
        ("A100-40GB", "2g.20gb", "2g.10gb"),
        # 80 GB product's 1g.10gb, copied to others.
        ("H100-94GB", "1g.10gb", "1g.12gb"),
        ("H100-96GB", "3g.47gb", "3g.48gb"),
        ("H100-94GB", "3g.48gb", "3g.47gb"),
        ("H200", "1g.10gb", "1g.18gb"),
        ("H200", "1g.36gb", "1g.35gb"),
        ("GH200-144GB", "3g.71gb", "3g.72gb"),
        ("B200", "3g.93gb", "3g.90gb"),
        ("GB200", "1g.45gb", "1g.47gb"),
        ("B300", "1g.35gb", "1g.34gb"),
        ("GB300", "7g.269gb", "7g.278gb"),
        ("A30", "1g.5gb", "1g.6gb"),
        ("RTX-PRO-6000", "3g.40gb", "2g.48gb"),
        # InstaSlice's emulator invented it.
        ("A30", "3g.24gb", "4g.24gb"),
        # mig-parted's example file had it for the H100 NVL (NVIDIA/mig-parted#101).
        ("H100-94GB", "3g.44gb", "3g.47gb"),
        ("H100-94GB", "1g.11gb", "1g.12gb"),
        ("A100-80GB", "7g.79gb", "7g.80gb"),
    ],
)
def test_a_name_from_elsewhere_is_answered_with_the_name_here(name, wrong, fix):
    assert fix in refused(name, {wrong: 1}).fix


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("nvidia.com/mig-1g.10gb", "1g.10gb"),
        ("mig-3g.40gb", "3g.40gb"),
        ("all-1g.10gb", "1g.10gb"),
        ("1g.10gb.me", "1g.10gb+me"),
        ("nvidia.com/mig-1g.10gb.me", "1g.10gb+me"),
        ("MIG 2g.20gb", "2g.20gb"),
        ("3G.40GB", "3g.40gb"),
        ("1c.3g.40gb", "3g.40gb"),
    ],
)
def test_a_profile_spelled_as_it_is_elsewhere_is_answered_with_its_name(wrong, right):
    assert refused("A100-80GB", {wrong: 1}).fix == f"write {right}"


def test_text_that_is_no_profile_is_answered_with_those_there_are():
    assert "1g.6gb, 1g.6gb+me, 2g.12gb, 2g.12gb+me, 4g.24gb" in refused("A30", {"half": 1}).fix


def test_the_media_engines_go_to_one_instance():
    found = refused("A30", {"1g.6gb+me": 1, "2g.12gb+me": 1})
    assert "only one instance can have them" in found.message


@pytest.mark.parametrize("beside", ["1g.24gb", "2g.48gb", "1g.24gb+gfx", "2g.48gb+gfx"])
def test_beside_all_media_engines_only_profiles_without_are_possible(beside):
    found = refused("RTX-PRO-6000", {"1g.24gb+me.all": 1, beside: 1})
    assert "beside it only -me profiles are possible" in found.message


def test_all_media_engines_go_with_profiles_without():
    assert refusal(WITH_MIG["RTX-PRO-6000"], {"1g.24gb+me.all": 1, "1g.24gb-me": 3}) is None


def test_what_a_gpu_without_mig_is_told():
    found = refusal(product("Tesla-T4"), {"1g.5gb": 1})
    assert str(found) == "T4 has no MIG (give out whole GPUs, or share them by time-slicing or MPS)"


def test_a_name_of_another_current_driver_is_accepted():
    assert refusal(WITH_MIG["GB200"], {"3g.95gb": 1, "1g.24gb": 2}) is None


def test_two_names_of_one_profile_are_refused():
    assert "named by different drivers" in refused("GB200", {"3g.95gb": 1, "3g.93gb": 1}).message


def test_a_negative_count_is_refused():
    assert refused("A30", {"1g.6gb": -1}).message == "1g.6gb: -1 instances"


def test_without_known_placements_a_possible_mix_is_not_refused():
    assert refusal(WITH_MIG["RTX-PRO-5000"], {"1g.12gb-me": 2, "2g.24gb-me": 1}) is None


def test_without_known_placements_too_many_compute_slices_are_refused():
    found = refused("RTX-PRO-5000", {"1g.12gb-me": 3, "2g.24gb-me": 1})
    assert "needs 5 compute slices, RTX-PRO-5000 has 4" in found.message


def test_the_message_says_which_resource_runs_out():
    assert "they take 9 of 8 memory slices" in refused("A100-80GB", {"3g.40gb": 2, "1g.10gb": 1}).message
    assert "they take 8 of 7 compute slices" in refused("A100-80GB", {"1g.10gb": 6, "2g.20gb": 1}).message


def test_a_layout_of_everything_is_refused_without_trying_every_part():
    pro = WITH_MIG["RTX-PRO-6000"]
    found = refused(pro.name, dict.fromkeys(pro.profiles, 7))
    assert place(pro, found.largest)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(PLACED.values())).flatmap(
        lambda one: st.tuples(
            st.just(one),
            st.dictionaries(st.sampled_from(list(one.profiles)), st.integers(0, 9), max_size=4),
        )
    )
)
def test_a_layout_is_either_placed_or_refused_and_the_parts_named_are_right(case):
    one, counts = case
    found = refusal(one, counts)
    assert (found is None) == (place(one, counts) is not None)
    if found is None:
        return
    assert place(one, found.largest) is not None
    assert place(one, found.colliding) is None
    for name in found.colliding:
        assert place(one, {**found.colliding, name: found.colliding[name] - 1}) is not None

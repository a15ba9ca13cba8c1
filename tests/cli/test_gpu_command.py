"""``tritonfleet gpu``: listing, showing and fitting, for people and as JSON."""

from __future__ import annotations

import json

import pytest

from support.cli import tritonfleet
from tritonfleet.geometry import products


@pytest.fixture
def gpu(tmp_path):
    return lambda *arguments: tritonfleet("gpu", *arguments, cwd=tmp_path)


def test_the_list_names_every_product_with_its_memory(gpu):
    ran = gpu("list")
    assert ran.code == 0
    assert all(name in ran.out for name in products())
    assert "81920 MiB" in ran.out
    assert "no MIG" in ran.out


def test_the_list_as_json(gpu):
    listed = json.loads(gpu("list", "--json").out)
    assert listed["version"] == 1
    (t4,) = (one for one in listed["products"] if one["product"] == "T4")
    assert t4["memory"] == {"mib": 15360, "estimated": False}
    assert not t4["mig"]


def test_a_product_is_shown_with_profiles_slots_layouts_filters_and_sources(gpu):
    ran = gpu("show", "NVIDIA-A100-SXM4-80GB")
    assert ran.code == 0
    for text in (
        "nvidia.com/mig-1g.10gb.me",
        "7g.79gb is what old drivers call 7g.80gb",
        "3g.40gb  ├──────────────┤├──────────────┤",
        "The 28 full layouts",
        "1g.10gb: 2, 2g.20gb: 1, 3g.40gb: 1",
        "0x20B210DE",
        "verified: NVIDIA/mig-parted:pkg/mig/builder/builder_test.go",
    ):
        assert text in ran.out


@pytest.mark.parametrize("name", products())
def test_every_product_can_be_shown(gpu, name):
    assert gpu("show", name).code == 0
    shown = json.loads(gpu("show", name, "--json").out)
    assert [profile["name"] for profile in shown["profiles"]] == list(products()[name].profiles)
    assert shown["facts"]["memory"]["source"]


def test_a_legal_layout_is_drawn_to_scale(gpu):
    ran = gpu("fit", "A100-80GB", "3g.40gb", "2g.20gb", "1g.10gb")
    assert ran.code == 0
    assert "│ 2g.20gb           │ 1g.10gb │ free    │ 3g.40gb                               │" in ran.out
    assert "left: 1 of 7 compute slices, 1 of 8 memory slices" in ran.out
    assert "still fits, each alone: 1g.10gb: 1" in ran.out


def test_a_full_gpu_has_room_for_nothing(gpu):
    assert "still fits, each alone: nothing" in gpu("fit", "A30", "4g.24gb").out


@pytest.mark.parametrize(
    "written", [["1g.10gb:7"], ["7x1g.10gb"], ["1g.10gb"] * 7, ["3x1g.10gb", "1g.10gb:4"]]
)
def test_counts_can_be_written_in_several_ways(gpu, written):
    fitted = json.loads(gpu("fit", "A100-80GB", *written, "--json").out)
    assert fitted["instances"] == {"1g.10gb": 7}
    assert [one["start"] for one in fitted["placements"]] == list(range(7))
    assert fitted["left"] == {"computeSlices": 0, "memorySlices": 1}
    assert fitted["fits"] == {}


def test_an_illegal_layout_is_refused_with_the_largest_part_that_fits(gpu):
    ran = gpu("fit", "A100-80GB", "3g.40gb:2", "1g.10gb")
    assert ran.code == 1
    assert "3g.40gb: 2, 1g.10gb: 1 cannot be together on A100-80GB: they take 9 of 8 memory slices" in ran.out
    assert "the largest part that fits is 3g.40gb: 2" in ran.out


def test_a_refusal_as_json(gpu):
    ran = gpu("fit", "A100-80GB", "4g.40gb:2", "--json")
    refused = json.loads(ran.out)
    assert ran.code == 1
    assert refused["legal"] is False
    assert (refused["colliding"], refused["largest"]) == ({"4g.40gb": 2}, {"4g.40gb": 1})


def test_a_profile_of_another_product_is_refused_with_its_name_here(gpu):
    ran = gpu("fit", "A100-80GB", "3g.20gb")
    assert ran.code == 1
    assert "here that slice is 3g.40gb" in ran.out


def test_where_placements_are_unknown_nothing_is_promised(gpu):
    assert "not decided" in gpu("fit", "RTX-PRO-5000", "4g.48gb").out
    assert json.loads(gpu("fit", "RTX-PRO-5000", "4g.48gb", "--json").out)["legal"] is None


def test_a_name_of_another_driver_is_explained(gpu):
    ran = gpu("fit", "GB200", "3g.95gb")
    assert ran.code == 0
    assert "3g.95gb is what other drivers call 3g.93gb" in ran.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["show", "A100-80B"], "unknown GPU `A100-80B` (did you mean `A100-80GB`?)"),
        (
            ["fit", "NVIDIA-H100NVL", "1g.12gb"],
            "unknown GPU `NVIDIA-H100NVL` (did you mean `NVIDIA-H100-NVL`?)",
        ),
        (["show", "Radeon"], "unknown GPU `Radeon` (`tritonfleet gpu list` names those that are known)"),
        (["fit", "A30", "2x1g.6gb:2"], "cannot read `2x1g.6gb:2` (write 1g.10gb, 1g.10gb:7 or 7x1g.10gb)"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(gpu, arguments, complaint):
    ran = gpu(*arguments)
    assert ran.code == 2
    assert ran.err == f"tritonfleet: {complaint}\n"

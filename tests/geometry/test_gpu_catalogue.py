"""The catalogue of GPUs: complete, consistent in itself, and equal to the facts it was made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tritonfleet import yamlio
from tritonfleet.geometry import filters, instance_memory, place, product, products
from tritonfleet.geometry.memory import SMALLEST_KNOWN_SHARE, gpu_memory

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "mig.yaml"
WITH_MIG = [one for one in products().values() if one.has_mig]
PLACED = [one for one in WITH_MIG if one.placements_known]
PG506 = "0x20B610DE"


def facts():
    return yamlio.load(FACTS.read_text(), "mig.yaml")["products"] if FACTS.exists() else []


def short(each):
    return each["product"] if isinstance(each, dict) else each.name


@pytest.mark.skipif(not FACTS.exists(), reason="the facts it was made from are not beside this checkout")
def test_every_product_of_the_facts_is_there_once():
    found = [product(each["gpu_product_labels"][0]).name for each in facts()]
    assert sorted(found) == sorted(one.name for one in WITH_MIG)


@pytest.mark.parametrize("fact", facts(), ids=short)
def test_profiles_are_those_of_the_facts(fact):
    mine = product(fact["gpu_product_labels"][0])
    assert {
        name: [p.compute_slices, p.memory_slices, p.memory_gb, p.max_count, p.gi_profile_id, p.resource]
        for name, p in mine.profiles.items()
    } == {
        p["name"]: [p[key] for key in ("compute_slices", "memory_slices", "memory_gb", "max")]
        + [p["gi_profile_id"], p["k8s_resource"]]
        for p in fact["profiles"]
    }


@pytest.mark.parametrize("fact", facts(), ids=short)
def test_placements_are_those_of_the_facts(fact):
    mine = product(fact["gpu_product_labels"][0])
    assert {
        name: [f"{start}:{p.memory_slices}" for start in p.placements] for name, p in mine.profiles.items()
    } == {p["name"]: p["placements"] or [] for p in fact["profiles"]}


@pytest.mark.parametrize("fact", facts(), ids=short)
def test_labels_filters_and_the_balanced_mix_are_those_of_the_facts(fact):
    mine = product(fact["gpu_product_labels"][0])
    assert {product(label) for label in fact["gpu_product_labels"]} == {mine}
    assert set(fact["pci_device_filters"]) <= set(filters(mine))
    assert dict(mine.all_balanced) == fact.get("all_balanced", {})


def test_a_label_means_one_product():
    values = [label.value.casefold() for one in products().values() for label in one.labels]
    assert len(values) == len(set(values))


def test_a_product_is_found_by_label_and_by_name_whatever_the_letter_case():
    assert product("nvidia-a100-sxm4-80gb") is product("a100-80gb") is products()["A100-80GB"]


def test_an_unknown_label_is_no_product():
    assert product("NVIDIA-A100-SXM4-80GB-MIG-1g.10gb") is None


@pytest.mark.parametrize("one", WITH_MIG, ids=short)
def test_a_profiles_name_says_its_slices_and_memory(one):
    for name, profile in one.profiles.items():
        compute, memory = re.match(r"(\d+)g\.(\d+)gb", name).groups()
        assert (int(compute), int(memory)) == (profile.compute_slices, profile.memory_gb)


@pytest.mark.parametrize("one", PLACED, ids=short)
def test_as_many_instances_as_a_profile_allows_fit(one):
    for name, profile in one.profiles.items():
        assert place(one, {name: profile.max_count})


@pytest.mark.parametrize("one", PLACED, ids=short)
def test_a_full_gpu_of_one_plain_profile_has_no_room_for_another(one):
    for name, profile in one.profiles.items():
        if not profile.attributes:
            assert place(one, {name: profile.max_count + 1}) is None


@pytest.mark.parametrize("one", PLACED, ids=short)
def test_the_balanced_mix_is_legal(one):
    assert place(one, one.all_balanced)


@pytest.mark.parametrize("one", products().values(), ids=short)
def test_every_fact_has_a_source(one):
    facts = [*one.facts.values(), *(label.fact for label in one.labels)]
    assert all(fact.source and fact.status in {"verified", "inferred", "unknown"} for fact in facts)
    assert {"memory", "pci"} <= set(one.facts)


@pytest.mark.parametrize("one", products().values(), ids=short)
def test_device_filters_have_the_form_mig_parted_matches(one):
    assert filters(one)
    assert all(re.fullmatch(r"0x[0-9A-F]{4}10DE", each) for each in filters(one))


def test_filters_cover_the_editions_that_the_default_configuration_misses():
    assert filters(products()["RTX-PRO-6000"]) == ("0x2BB510DE", "0x2BB110DE", "0x2BB410DE")


def test_no_device_has_two_products_with_mig():
    devices = [device for one in WITH_MIG for device in filters(one)]
    assert len(devices) == len(set(devices))


@pytest.mark.parametrize("one", PLACED, ids=short)
def test_an_estimate_of_memory_is_never_above_what_was_reported(one):
    for profile in one.profiles.values():
        if profile.memory_mib and profile.memory_slices:
            share = gpu_memory(one).mib * profile.memory_slices / one.memory_slices
            assert share * SMALLEST_KNOWN_SHARE <= profile.memory_mib


@pytest.mark.parametrize("one", WITH_MIG, ids=short)
def test_an_instance_has_less_memory_than_the_gpu(one):
    for profile in one.profiles.values():
        assert 0 < instance_memory(one, profile).mib <= gpu_memory(one).mib


def test_reported_memory_is_no_estimate():
    h100 = products()["H100-80GB"]
    assert instance_memory(h100, h100.profiles["3g.40gb"]).mib == 40320
    assert not instance_memory(h100, h100.profiles["3g.40gb"]).estimated


def test_memory_that_nobody_reported_is_estimated_from_the_next_smaller_instance():
    h100 = products()["H100-80GB"]
    whole = instance_memory(h100, h100.profiles["7g.80gb"])
    assert (whole.mib, whole.estimated) == (2 * 40320, True)


@pytest.mark.parametrize(
    ("label", "mib"), [("Tesla-T4", 15360), ("NVIDIA-L4", 23034), ("NVIDIA-L40S", 46068)]
)
def test_gpus_without_mig_are_known_by_their_memory(label, mib):
    found = product(label)
    assert not found.has_mig
    assert gpu_memory(found).mib == mib

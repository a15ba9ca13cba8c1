"""The selectors that are written choose exactly the right devices, judged by the scheduler's own code."""

from __future__ import annotations

import pytest
from dra_devices import A100, H100, L40S, MIXED_NODE, slice_of, whole

from tritonfleet import yamlio
from tritonfleet.emit.dra import claim_values
from tritonfleet.paths import catalog_file
from tritonfleet.planner.pools import Placement
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import GpuRequest, PoolGpu

CATALOGUE = yamlio.load(yamlio.read_text(catalog_file("dra.yaml")), "dra.yaml")


def label(product: str) -> str:
    """What GPU feature discovery makes of a product's name."""
    return "-".join(product.split())


def selectors(product: str | None, **request: object) -> list[str]:
    """All that the scheduler evaluates: those of the DeviceClass, then those of the claim."""
    placement = None
    if product:
        pool = Pool(nodes=1, gpu=PoolGpu(product=label(product), per_node=1, allocation="dra"))
        placement = Placement("pool", pool, "nvidia.com/gpu", 1, 1, (label(product),))
    claim = claim_values(GpuRequest(allocation="dra", **request), placement)["claim"]
    return [CATALOGUE["deviceClasses"][claim["deviceClassName"]]["selector"], *claim.get("selectors", [])]


CHOSEN = {
    "whole H100": (selectors(H100, count=1), ["gpu-0"]),
    "whole A100, whose name has a dash of its own": (selectors(A100, count=1), ["gpu-1"]),
    "whole L40S": (selectors(L40S, count=1), ["gpu-2"]),
    "any whole GPU": (selectors(None, count=1), ["gpu-0", "gpu-1", "gpu-2"]),
    "small slice of H100": (
        selectors(H100, slice="1g.10gb"),
        ["gpu-3-mig-1g10gb-0", "gpu-3-mig-1g10gb-1"],
    ),
    "slice with media extensions": (selectors(H100, slice="1g.10gb+me"), ["gpu-3-mig-1g10gbme-2"]),
    "large slice of A100": (selectors(A100, slice="3g.40gb"), ["gpu-4-mig-3g40gb-4"]),
    "slice of any product": (
        selectors(None, slice="3g.40gb"),
        ["gpu-3-mig-3g40gb-4", "gpu-4-mig-3g40gb-4"],
    ),
    "slice that nobody cut": (selectors(A100, slice="2g.20gb"), []),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_mixed_node_gives_exactly_what_is_asked_for(judge, name):
    asked, expected = CHOSEN[name]
    answer = judge.choose(asked, MIXED_NODE)
    assert (answer.chosen, answer.failed, answer.refused) == (expected, {}, [])


@pytest.mark.parametrize("name", CHOSEN)
def test_a_selector_costs_far_less_than_the_api_server_allows(judge, name):
    assert max(judge.choose(CHOSEN[name][0], []).costs) < 1000


def test_a_product_that_is_not_there_is_not_replaced_by_another(judge):
    assert judge.choose(selectors(L40S, count=1), [whole(0, H100), whole(1, A100)]).chosen == []


def test_the_label_itself_is_nobodys_product_name(judge):
    by_label = f"device.attributes['gpu.nvidia.com'].productName == '{label(H100)}'"
    assert judge.choose([by_label], MIXED_NODE).chosen == []


@pytest.mark.parametrize("kind", ["gpu", "mig"])
def test_the_devices_here_have_the_catalogued_attributes(kind):
    devices = [device for device in MIXED_NODE if device["attributes"]["type"]["string"] == kind]
    expected = CATALOGUE["attributes"][kind]
    for device in devices:
        assert {name: next(iter(value)) for name, value in device["attributes"].items()} == expected


def test_a_wrong_attribute_name_chooses_nothing_and_stops_the_scheduler(judge):
    wrong = "device.attributes['gpu.nvidia.com'].product == 'NVIDIA L40S'"
    answer = judge.choose([wrong], [whole(0, L40S)])
    assert (answer.chosen, answer.failed) == ([], {"gpu-0": "no such key: product"})


def test_a_profile_is_only_read_where_the_class_let_through_slices(judge):
    answer = judge.choose(selectors(None, slice="1g.10gb"), [whole(0, H100), slice_of(1, H100, "1g.10gb", 0)])
    assert (answer.chosen, answer.failed) == (["gpu-1-mig-1g10gb-0"], {})


def test_a_selector_that_the_api_server_would_refuse_is_refused(judge):
    costly = "device.attributes['gpu.nvidia.com'].productName.split(' ').join('-') == 'x'"
    assert "worst-case cost" in judge.choose([costly], []).refused[0]
    assert "undefined field 'product'" in judge.choose(["device.product == 'x'"], []).refused[0]


def test_a_quote_in_a_product_stays_inside_its_string(judge):
    pool = Pool(nodes=1, gpu=PoolGpu(product="x' || true || 'x", per_node=1, allocation="dra"))
    placement = Placement("pool", pool, "nvidia.com/gpu", 1, 1, ("x",))
    claim = claim_values(GpuRequest(allocation="dra", count=1), placement)["claim"]
    answer = judge.choose(claim["selectors"], MIXED_NODE)
    assert (answer.chosen, answer.refused) == ([], [])

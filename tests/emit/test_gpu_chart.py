"""The chart's ConfigMaps for GPUs: what is in them, and what it refuses to put there."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from pydantic import ValidationError

from tritonfleet.charts.platform import PlatformValues
from tritonfleet.errors import InputError
from tritonfleet.render.helm import Release, render
from tritonfleet.yamlio import load_kubernetes

CUT = {"devices": "all", "mig-enabled": True, "mig-devices": {"1g.10gb": 7}}
GPU = {"name": "nvidia.com/gpu", "replicas": 4}


def parted(*entries: Any, name: str = "a") -> dict[str, Any]:
    return {"migParted": {"configs": {name: list(entries)}}}


def plugin(name: str = "a", **config: Any) -> dict[str, Any]:
    return {"devicePlugin": {"configs": {name: config}}}


def sharing(*resources: Any, kind: str = "timeSlicing", **more: Any) -> dict[str, Any]:
    return plugin(sharing={kind: {"resources": list(resources), **more}})


def config_maps(gpu: dict[str, Any]) -> list[dict[str, Any]]:
    values = {"fullnameOverride": "own", "networkPolicy": {"enabled": False}, "gpu": gpu}
    (objects,) = render([Release("triton-platform", "own", "nvidia", values)])
    return objects


def test_without_configurations_there_is_no_config_map():
    assert config_maps({}) == []


def test_they_are_called_after_the_release_unless_they_have_a_name():
    both = parted(CUT) | plugin(flags={"migStrategy": "mixed"})
    assert {o["metadata"]["name"] for o in config_maps(both)} == {"own-mig-parted", "own-device-plugin"}
    both["migParted"]["name"] = "mine"
    assert {o["metadata"]["name"] for o in config_maps(both)} == {"mine", "own-device-plugin"}


def test_mig_parted_has_one_document_under_the_operators_key():
    (found,) = config_maps(parted(CUT | {"device-filter": "0x20B210DE"}))
    document = load_kubernetes(found["data"]["config.yaml"], "config.yaml")
    assert document == {"version": "v1", "mig-configs": {"a": [CUT | {"device-filter": "0x20B210DE"}]}}


def test_the_device_plugin_has_a_document_for_each_configuration():
    (found,) = config_maps(plugin(name="1.5", flags={"migStrategy": "none"}))
    assert list(found["data"]) == ["1.5"]
    assert load_kubernetes(found["data"]["1.5"], "1.5") == {"version": "v1", "flags": {"migStrategy": "none"}}


def test_a_configuration_that_is_null_is_left_out():
    gpu = parted(CUT)
    gpu["migParted"]["configs"]["b"] = None
    (found,) = config_maps(gpu)
    assert list(load_kubernetes(found["data"]["config.yaml"], "config.yaml")["mig-configs"]) == ["a"]


def test_an_annotation_changes_with_the_content():
    (one,), (other,) = config_maps(parted(CUT)), config_maps(parted(CUT | {"devices": [0]}))
    digests = [o["metadata"]["annotations"]["tritonfleet.dev/content-sha256"] for o in (one, other)]
    assert digests[0] != digests[1]
    assert digests[0] == hashlib.sha256(one["data"]["config.yaml"].rstrip().encode()).hexdigest()


BY_SCHEMA = {
    "a misspelt key of mig-parted": parted(CUT | {"mig_device": {}}),
    "an enabled GPU without instances": parted({"devices": "all", "mig-enabled": True}),
    "instances of a GPU that is not enabled": parted(CUT | {"mig-enabled": False}),
    "no devices": parted({"mig-enabled": False}),
    "a word for devices": parted(CUT | {"devices": "some"}),
    "a profile that is none": parted(CUT | {"mig-devices": {"1g10gb": 7}}),
    "a profile no times": parted(CUT | {"mig-devices": {"1g.10gb": 0}}),
    "a filter that is a number": parted(CUT | {"device-filter": 0x20B210DE}),
    "a filter without the vendor": parted(CUT | {"device-filter": "0x20B2"}),
    "a configuration without entries": parted(),
    "a name that is no label value": parted(CUT, name="a+b"),
    "a misspelt key of the device plugin": plugin(flags={"migstrategy": "mixed"}),
    "a flag in the wrong place": plugin(flags={"renameByDefault": True}),
    "resources, which the plugin ignores": plugin(resources={"gpus": []}),
    "a name of one's own, which the plugin ignores": sharing(GPU | {"rename": "mine"}),
    "some devices, which the plugin ignores": sharing(GPU | {"devices": [0]}),
    "one sharer": sharing(GPU | {"replicas": 1}),
    "nothing to share": sharing(),
    "a resource without its domain": sharing(GPU | {"name": "gpu"}),
    "a resource too long to be renamed": sharing(GPU | {"name": "nvidia.com/" + "g" * 46}),
    "time slices and MPS": plugin(sharing={"timeSlicing": {"resources": [GPU]}, "mps": {"resources": [GPU]}}),
    "MPS under mixed": plugin(flags={"migStrategy": "mixed"}, sharing={"mps": {"resources": [GPU]}}),
    "another channel": plugin(imex={"channelIDs": [1]}),
}


@pytest.mark.parametrize("name", BY_SCHEMA)
def test_the_schema_refuses(name):
    with pytest.raises(InputError, match=r"gpu\.(migParted|devicePlugin)"):
        config_maps(BY_SCHEMA[name])


@pytest.mark.parametrize("name", BY_SCHEMA)
def test_the_types_refuse_the_same(name):
    with pytest.raises(ValidationError):
        PlatformValues.model_validate({"gpu": BY_SCHEMA[name]})


A, B = "0x20B210DE", "0x20B510DE"
MEETING = {
    "all GPUs twice": (CUT, CUT),
    "one GPU twice": (CUT | {"devices": [0, 1]}, CUT | {"devices": [1, 2]}),
    "one of all": (CUT, CUT | {"devices": [3]}),
    "one product and every product": (CUT | {"device-filter": A}, CUT),
    "one product in two lists": (CUT | {"device-filter": [A, B]}, CUT | {"device-filter": A.lower()}),
    "one product, one make of it": (CUT | {"device-filter": A}, CUT | {"device-filter": f"{A}:0x147f10de"}),
}
APART = {
    "GPU 1 and GPU 10": (CUT | {"devices": [1]}, CUT | {"devices": [10]}),
    "two makes of a product": (
        CUT | {"device-filter": f"{A}:0x147f10de"},
        CUT | {"device-filter": f"{A}:0x153310de"},
    ),
    "two GPUs": (CUT | {"devices": [0]}, CUT | {"devices": [1]}),
    "two products": (CUT | {"device-filter": A}, CUT | {"device-filter": B}),
}


@pytest.mark.parametrize("name", MEETING)
def test_entries_that_mean_a_gpu_twice_are_refused(name):
    with pytest.raises(InputError, match="entries 0 and 1 mean the same GPUs"):
        config_maps(parted(*MEETING[name]))
    with pytest.raises(ValidationError, match="entries 0 and 1 mean the same GPUs"):
        PlatformValues.model_validate({"gpu": parted(*MEETING[name])})


@pytest.mark.parametrize("name", APART)
def test_entries_that_mean_different_gpus_are_not(name):
    assert config_maps(parted(*APART[name]))

"""What DRA cannot do, or this cluster cannot, is refused with the reason and the way out."""

from __future__ import annotations

from typing import Any

import pytest
from dra_fleets import claimed

from support.fleets import parsed, small
from tritonfleet.spec.consistency.dra import RULES, check_dra
from tritonfleet.spec.resolve import resolve_service

MIG = {"mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}}}


def broken(fleet: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and message of everything that breaks."""
    file = parsed(fleet)
    resolved = resolve_service(file, "vision").values()
    of_service = [b for e in resolved for rule in RULES for b in rule(file, e, e.services["vision"])]
    found = {(b.rule, b.message): b for b in [*check_dra(file), *of_service]}
    for one in found.values():
        assert one.fix
        assert file.location(one.path).line
    return list(found)


def gates(**of_driver: bool) -> dict[str, Any]:
    return {"clusters__main__dra": {"driver": "0.5.0", "featureGates": of_driver}}


def device_plugin_pool() -> dict[str, Any]:
    return {"nodes": 1, "gpu": {"product": "NVIDIA-L4", "perNode": 1}}


WHOLE = {"count": 1}

REFUSED = {
    "a cluster without a driver": (
        claimed(WHOLE, clusters__main__dra=None),
        "FLT040",
        "pool gpu hands its GPUs out by DRA, and the cluster declares no DRA driver",
    ),
    "an old Kubernetes": (
        claimed(WHOLE, clusters__main__kubernetes="1.33"),
        "FLT041",
        "DRA needs Kubernetes 1.34, and this cluster has 1.33",
    ),
    "DRA switched off": (
        claimed(
            WHOLE,
            clusters__main__dra={"kubernetesFeatureGates": {"DynamicResourceAllocation": False}},
        ),
        "FLT041",
        "without DynamicResourceAllocation the cluster serves no claims",
    ),
    "an old NVIDIA driver": (
        claimed(
            WHOLE,
            clusters__main__versions={"gpuDriver": "550.54.15"},
            clusters__main__gpuStack={"installedBy": "device-plugin"},
        ),
        "FLT042",
        "DRA needs NVIDIA driver 565, and the nodes have 550.54.15",
    ),
    "an NVIDIA driver too old for the operator": (
        claimed(WHOLE, clusters__main__versions={"gpuDriver": "570.86.15"}),
        "FLT042",
        "DRA needs NVIDIA driver 580 with the GPU operator, and the nodes have 570.86.15",
    ),
    "a share": (
        claimed({"share": 4}),
        "FLT043",
        "service vision: a share cannot be claimed: each pod's claim gets a device of its own "
        "(the driver's ConsumableShares is alpha)",
    ),
    "time-slicing": (
        claimed(WHOLE, {"timeSlicing": {"replicas": 4}}),
        "FLT044",
        "timeSlicing configures the device plugin, which does not serve this pool: allocation is dra",
    ),
    "MPS": (
        claimed(WHOLE, {"mps": {"replicas": 4}}),
        "FLT044",
        "mps configures the device plugin, which does not serve this pool: allocation is dra",
    ),
    "gates that exclude each other": (
        claimed(WHOLE, **gates(DynamicMIG=True, MPSSupport=True)),
        "FLT045",
        "the DRA driver does not start with DynamicMIG and MPSSupport both on",
    ),
    "a gate without what it needs": (
        claimed(WHOLE, **gates(DeviceMetadata=True)),
        "FLT045",
        "the DRA driver does not start with DeviceMetadata on and PassthroughSupport off",
    ),
    "a default gate without what it needs": (
        claimed(WHOLE, **gates(IMEXDaemonsWithDNSNames=False)),
        "FLT045",
        "the DRA driver does not start with ComputeDomainCliques on and IMEXDaemonsWithDNSNames off",
    ),
    "a misspelt gate": (
        claimed(WHOLE, **gates(MPSSuport=True)),
        "FLT045",
        "unknown feature gate of the DRA driver `MPSSuport`",
    ),
    "a gate of a later driver": (
        claimed(WHOLE, clusters__main__dra={"driver": "25.12.0", "featureGates": {"ConsumableShares": True}}),
        "FLT045",
        "DRA driver 25.12.0 does not know ConsumableShares, which came with 0.5",
    ),
    "dynamic MIG on a Kubernetes without partitions": (
        claimed(WHOLE, **gates(DynamicMIG=True), clusters__main__kubernetes="1.35"),
        "FLT046",
        "DynamicMIG needs the feature gate DRAPartitionableDevices of Kubernetes, which is on by default from 1.36 on",
    ),
    "dynamic MIG against a layout": (
        claimed({"slice": "1g.10gb"}, MIG, **gates(DynamicMIG=True)),
        "FLT051",
        "DynamicMIG destroys the slices of a declared layout when the DRA driver starts",
    ),
    "an operator with two ways": (
        claimed(WHOLE, clusters__main__pools__other=device_plugin_pool()),
        "FLT047",
        "the GPU operator hands out GPUs one way in the whole cluster: by the device plugin (ClusterPolicy), or "
        "by DRA (ClusterPolicy without it, or GPUCluster from 26.7 on); pools gpu say dra, other device-plugin",
    ),
    "nodes that the device plugin cannot be kept off": (
        claimed(
            WHOLE,
            clusters__main__pools__gpu__labels={},
            clusters__main__pools__other=device_plugin_pool(),
            clusters__main__gpuStack={"installedBy": "device-plugin"},
        ),
        "FLT049",
        "the device plugin would hand out these GPUs too: nothing says which nodes it must keep off",
    ),
    "an old operator": (
        claimed(WHOLE, clusters__main__versions={"gpuOperator": "25.3.4"}),
        "FLT048",
        "DRA needs GPU operator 25.10, and the cluster has 25.3.4",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_only_what_is_wrong_is_said(name):
    fleet, rule, message = REFUSED[name]
    assert broken(fleet) == [(rule, message)]


ACCEPTED = {
    "whole GPUs": claimed(WHOLE),
    "slices": claimed({"slice": "1g.10gb"}, MIG),
    "the oldest that works": claimed(
        WHOLE,
        clusters__main__kubernetes="1.34",
        clusters__main__versions={"gpuDriver": "565.57.01"},
        clusters__main__gpuStack={"installedBy": "device-plugin"},
    ),
    "dynamic MIG with its gate": claimed(
        WHOLE,
        clusters__main__kubernetes="1.34",
        clusters__main__dra={
            "featureGates": {"DynamicMIG": True},
            "kubernetesFeatureGates": {"DRAPartitionableDevices": True},
        },
    ),
    "dynamic MIG where partitions are on by default": claimed(WHOLE, **gates(DynamicMIG=True)),
    "MPS and health checks, which the driver's code lets be": claimed(
        WHOLE, **gates(MPSSupport=True, NVMLDeviceHealthCheck=True)
    ),
    "both ways without the operator": claimed(
        WHOLE,
        clusters__main__pools__other=device_plugin_pool(),
        clusters__main__gpuStack={"installedBy": "device-plugin"},
    ),
    "a pool without GPUs beside it": claimed(WHOLE, clusters__main__pools__cpu={"nodes": 1}),
    "the device plugin alone": small(),
    "the oldest operator": claimed(
        {"slice": "1g.10gb"}, MIG, clusters__main__versions={"gpuOperator": "25.10.0"}
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_works_is_let_be(name):
    assert broken(ACCEPTED[name]) == []


def test_a_misspelt_gate_is_told_the_one_that_was_meant():
    (found,) = check_dra(parsed(claimed(WHOLE, **gates(MPSSuport=True))))
    assert "MPSSupport" in found.fix

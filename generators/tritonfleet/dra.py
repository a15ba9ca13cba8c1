"""Facts about dynamic resource allocation of NVIDIA GPUs, from catalog/dra.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tritonfleet.paths import catalog_file
from tritonfleet.tools.version import Version

if TYPE_CHECKING:
    from tritonfleet.spec.gpu import GpuRequest

GPU_CLASS, MIG_CLASS = "gpu.nvidia.com", "mig.nvidia.com"
"""The DeviceClasses of whole GPUs and of MIG slices, as NVIDIA's driver installs them."""

QUOTA_SUFFIX = ".deviceclass.resource.k8s.io/devices"
"""What ends a ResourceQuota key for devices. Source: k8s.io/api:core/v1/types.go, ResourceClaimsPerClass."""


@dataclass(frozen=True, slots=True)
class DriverGate:
    """A feature gate of the DRA driver. ``kubernetes`` names the gate that the cluster must have on with it."""

    default: bool
    since: Version
    excludes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    kubernetes: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the driver needs, and what its gates mean.

    ``requirements``: what → least version. ``driver_gates``: the driver's feature gates by name.
    ``on_since``: Kubernetes gate → version from which it is on by default, None when no version is.
    ``calendar``: first two numbers of a calendar release → the version that gates count by.
    """

    requirements: Mapping[str, Version]
    driver_gates: Mapping[str, DriverGate]
    on_since: Mapping[str, Version | None]
    calendar: Mapping[tuple[int, int], Version]

    def release(self, driver: str) -> Version:
        """A driver's version as its gates count it: ``v25.12.0`` is 0.3.0."""
        version = Version.parse(driver)
        return self.calendar.get((version.major, version.minor), version)


@cache
def facts() -> Facts:
    """The catalogue, read once."""
    from tritonfleet import yamlio

    path = catalog_file("dra.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), str(path))
    gates = read["kubernetesFeatureGates"]["gates"]
    return Facts(
        requirements={name: Version.parse(entry["since"]) for name, entry in read["requirements"].items()},
        driver_gates={name: _gate(entry) for name, entry in read["featureGates"]["gates"].items()},
        on_since={name: Version.parse(gate["on"]) if "on" in gate else None for name, gate in gates.items()},
        calendar={
            Version.parse(old)[:2]: Version.parse(new) for old, new in read["releases"]["calendar"].items()
        },
    )


def device_class(request: GpuRequest) -> str:
    """The DeviceClass that has what is asked for: slices of every profile are of one class."""
    return MIG_CLASS if request.slice else GPU_CLASS


def quota_key(device_class: str) -> str:
    """The key of a ResourceQuota for the devices that claims of a DeviceClass may ask for."""
    return device_class + QUOTA_SUFFIX


def counted_as(request: GpuRequest, resource: str) -> str:
    """What a quota counts a request by: its DeviceClass's key, or the extended resource of the device plugin."""
    return quota_key(device_class(request)) if request.allocation == "dra" else resource


def _gate(entry: Mapping[str, Any]) -> DriverGate:
    return DriverGate(
        default=entry["default"],
        since=Version.parse(entry["since"]),
        excludes=tuple(entry.get("excludes", ())),
        needs=tuple(entry.get("needs", ())),
        kubernetes=entry.get("kubernetes"),
    )

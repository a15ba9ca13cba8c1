"""Values of the GPU request: an extended resource of the device plugin, or a claim on a DRA driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import AtMostOne, JsonSchema, Rule
from tritonfleet.charts.types import Name, Values, pattern
from tritonfleet.dra import GPU_CLASS, MIG_CLASS
from tritonfleet.spec.units import Memory

CelExpression = Annotated[str, Field(min_length=1, max_length=10240)]
"""A CEL expression over ``device``; its limit is CELSelectorExpressionMaxLength of k8s.io/api:resource/v1/types.go."""


class ClaimTimeSlicing(Values):
    """The processes of the Pod take turns on its GPU. Needs the driver's gate TimeSlicingSettings."""

    interval: Literal["Default", "Short", "Medium", "Long"] = Field(
        "Default", description="How long a process may compute before the next one does."
    )


class ClaimMps(Values):
    """The processes of the Pod compute at once on its GPU. Needs the driver's gate MPSSupport."""

    default_active_thread_percentage: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, description="Share of the GPU's threads that one process may use."
    )
    default_pinned_device_memory_limit: Memory | None = Field(
        None, description="GPU memory that one process may use."
    )


class GpuConfig(Values):
    """How the processes of the Pod share its whole GPU: one way at most."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("timeSlicing", "mps")),)

    time_slicing: ClaimTimeSlicing | None = Field(None, description="In turns.")
    mps: ClaimMps | None = Field(None, description="At once.")


class MigDeviceConfig(Values):
    """How the processes of the Pod share its MIG slice; time-slicing has no effect there."""

    mps: ClaimMps | None = Field(None, description="At once.")


@dataclass(frozen=True, slots=True)
class ConfigFitsClass:
    """The configuration is for what the DeviceClass has: the driver prepares no device with the other's.

    Source: kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/device_state.go (validateDeviceConfigType).
    """

    def schema(self) -> JsonSchema:
        return {
            "allOf": [self._not_with("gpuConfig", MIG_CLASS), self._not_with("migDeviceConfig", GPU_CLASS)]
        }

    @staticmethod
    def _not_with(config: str, device_class: str) -> JsonSchema:
        given = {"required": [config], "properties": {config: {"type": "object"}}}
        other = {"properties": {"deviceClassName": {"type": "string", "not": {"const": device_class}}}}
        absent_is_wrong = {"required": ["deviceClassName"]} if device_class == GPU_CLASS else {}
        return {"if": given, "then": other | absent_is_wrong}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        chosen = values["deviceClassName"]
        for config, device_class in (("gpuConfig", MIG_CLASS), ("migDeviceConfig", GPU_CLASS)):
            if values[config] is not None and chosen == device_class:
                return f"{config} is not for devices of deviceClassName {device_class}"
        return None


class GpuClaim(Values):
    """What the Pod claims of the DRA driver.

    Sources: kubernetes/kubernetes:pkg/apis/resource/validation/validation.go (limits),
    kubernetes-sigs/dra-driver-nvidia-gpu:api/nvidia.com/resource/v1beta1/sharing.go (configuration).
    """

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("gpuConfig", "migDeviceConfig")), ConfigFitsClass())

    device_class_name: Name = Field(
        GPU_CLASS, description="DeviceClass: gpu.nvidia.com for whole GPUs, mig.nvidia.com for slices."
    )
    selectors: Annotated[list[CelExpression], Field(max_length=32)] = Field(
        default_factory=list, description="CEL expressions over `device`; a device must meet all of them."
    )
    gpu_config: GpuConfig | None = Field(None, description="NVIDIA's driver: how whole GPUs are shared.")
    mig_device_config: MigDeviceConfig | None = Field(
        None, description="NVIDIA's driver: how slices are shared."
    )


class Gpu(Values):
    """What the container asks for: of the device plugin by ``resource``, or of a DRA driver by ``claim``."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("resource", "claim")),)

    resource: (
        Annotated[str, pattern(r"^nvidia\.com/(gpu(\.shared)?|mig-[1-9]g\.[0-9]+gb([+.-][a-z.]+)*)$")] | None
    ) = Field(
        None,
        description="Resource name as the node advertises it (gpu, gpu.shared or mig-<profile>); "
        "nvidia.com/gpu when neither this nor claim is given.",
    )
    count: Annotated[int, Field(ge=1, le=16)] = Field(
        1, description="How many; as a resource, request and limit alike."
    )
    claim: GpuClaim | None = Field(
        None, description="Claim by dynamic resource allocation, instead of a resource; Kubernetes 1.34."
    )

"""GPUs as data: what a service asks for, and what a node pool has."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec

MigProfile = Annotated[str, StringConstraints(pattern=r"^\d+g\.\d+gb([+-](me|gfx|me\.all))?$")]
"""A MIG profile as NVIDIA writes it: ``1g.10gb``, ``3g.40gb``, ``1g.5gb+me``."""

Layout = dict[MigProfile, Annotated[int, Field(ge=1, le=7)]]
"""How one GPU is cut: instances of each profile. Empty is a GPU left whole."""

IndexRange = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$")]
"""Indices as a person writes them: ``0``, ``0-3``, ``0,2,4-7``."""

MPS_CLIENTS = 48
"""Most clients of one MPS server, compute capability 7.5 and newer.

Source: NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/device.go.
"""

Allocation = Literal["device-plugin", "dra"]


class GpuRequest(Spec):
    """What one pod asks for: whole GPUs, one MIG slice, a share of a GPU, or a share of a slice."""

    count: Annotated[int, Field(ge=1, le=16, description="whole GPUs")] | None = None
    slice: Annotated[MigProfile, Field(description="one MIG instance of this profile")] | None = None
    share: (
        Annotated[int, Field(ge=2, description="one of this many sharers of a GPU, or of the slice")] | None
    ) = None
    planned: Annotated[
        bool, Field(description="`tritonfleet plan --write` chooses, by the service's profile, SLO and load")
    ] = False
    allocation: Annotated[
        Allocation, Field(description="who hands the GPU out; the pool must be served by the same")
    ] = "device-plugin"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.slice and self.count:
            raise PydanticCustomError(
                "one_slice",
                "a pod gets one slice: a CUDA process sees only one MIG device, so more would idle; "
                "use replicas, or a larger profile",
            )
        if self.share and self.count:
            raise PydanticCustomError(
                "one_share", "a pod gets one share: a second brings no more compute; use replicas"
            )
        if not (self.count or self.slice or self.share or self.planned):
            raise PydanticCustomError("exactly_one", "expected one of count, slice, share, planned")
        return self


class Mig(Spec):
    """How the pool's GPUs are cut: all alike, by GPU, by node and GPU, or as the plan says.

    Under ``single`` every GPU has the same one profile, and slices are advertised as nvidia.com/gpu.
    """

    strategy: Literal["single", "mixed"]
    layout: Annotated[Layout, Field(min_length=1, description="of every GPU")] | None = None
    gpus: (
        Annotated[
            dict[IndexRange, Layout],
            Field(min_length=1, description="of the GPUs of each node, by index; one not named stays whole"),
        ]
        | None
    ) = None
    nodes: (
        Annotated[
            dict[IndexRange, dict[IndexRange, Layout]],
            Field(min_length=1, description="by index of the node in its pool, then of the GPU"),
        ]
        | None
    ) = None
    planned: Annotated[bool, Field(description="`tritonfleet plan --write` cuts them")] = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.layout is not None, self.gpus is not None, self.nodes is not None]
        if sum(ways) > 1 or not (any(ways) or self.planned):
            raise PydanticCustomError("exactly_one", "expected exactly one of layout, gpus, nodes, planned")
        if self.planned and (self.layout or self.gpus):
            raise PydanticCustomError(
                "planned_layout", "planned and a layout exclude each other: the plan would not read it"
            )
        if self.strategy == "single" and self.layout and len(self.layout) > 1:
            raise PydanticCustomError(
                "mig_single", "strategy single allows one profile in the layout; use mixed"
            )
        return self


class TimeSlicing(Spec):
    """Each GPU or slice offered several times, without isolation of memory or faults."""

    replicas: (
        Annotated[int, Field(ge=2, description="sharers of each GPU; under MIG single, of each slice")] | None
    ) = None
    slices: Annotated[
        dict[MigProfile, Annotated[int, Field(ge=2)]],
        Field(description="under MIG mixed: sharers of each slice, by profile"),
    ] = {}
    rename_by_default: Annotated[
        bool, Field(description="the device plugin then advertises nvidia.com/gpu.shared")
    ] = False
    fail_requests_greater_than_one: Annotated[
        bool, Field(description="refuse a pod that asks for two shares: they would bring nothing")
    ] = True

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.replicas is None and not self.slices:
            raise PydanticCustomError("exactly_one", "expected replicas, or slices under MIG mixed")
        return self


class Mps(Spec):
    """Each GPU shared by processes that run at once, each with its part of memory and threads."""

    replicas: Annotated[int, Field(ge=2, le=MPS_CLIENTS)]
    rename_by_default: Annotated[
        bool, Field(description="the device plugin then advertises nvidia.com/gpu.shared")
    ] = False


class PoolGpu(Spec):
    """The GPUs of every node of a pool, and how they are shared."""

    product: Annotated[str, Field(description="value of the node label nvidia.com/gpu.product, unshared")]
    per_node: Annotated[int, Field(ge=1, le=16)]
    mig: Mig | None = None
    time_slicing: TimeSlicing | None = None
    mps: Mps | None = None
    allocation: Annotated[Allocation, Field(description="who hands out the GPUs of these nodes")] = (
        "device-plugin"
    )

    @model_validator(mode="after")
    def _shared_one_way(self) -> Self:
        if self.mps and self.time_slicing:
            message = "mps and timeSlicing exclude each other: the device plugin would ignore timeSlicing"
            raise PydanticCustomError("one_sharing", message)
        if self.mps and self.mig:
            message = "the device plugin does not share MIG slices by MPS; use timeSlicing, or whole GPUs"
            raise PydanticCustomError("mps_mig", message)
        return self

    @property
    def renamed(self) -> bool:
        """Whether shares are advertised under a name of their own."""
        sharing = self.mps or self.time_slicing
        return bool(sharing and sharing.rename_by_default)

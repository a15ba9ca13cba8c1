"""GPUs as data: what a service asks for, and what a node pool has."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import NotYet, Spec

MigProfile = Annotated[str, StringConstraints(pattern=r"^\d+g\.\d+gb([+-](me|gfx|me\.all))?$")]
"""A MIG profile as NVIDIA writes it: ``1g.10gb``, ``3g.40gb``, ``1g.5gb+me``."""


class GpuRequest(Spec):
    """What one pod asks for: whole GPUs, one MIG slice, or a share of a time-sliced GPU."""

    count: Annotated[int, Field(ge=1, le=16, description="whole GPUs")] | None = None
    slice: Annotated[MigProfile, Field(description="one MIG instance of this profile")] | None = None
    share: Annotated[int, Field(ge=2, description="one of this many sharers of a GPU")] | None = None
    allocation: Annotated[
        Literal["device-plugin", "dra"] | None, NotYet("choosing the allocation of GPUs")
    ] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(v is not None for v in (self.count, self.slice, self.share)) != 1:
            raise PydanticCustomError("exactly_one", "expected exactly one of count, slice, share")
        return self


class Mig(Spec):
    """How the pool's GPUs are cut. Under ``single`` every GPU has the same one profile."""

    strategy: Literal["single", "mixed"]
    layout: Annotated[
        dict[MigProfile, Annotated[int, Field(ge=1, le=7)]],
        Field(min_length=1, description="instances of each profile on every GPU"),
    ]

    @model_validator(mode="after")
    def _uniform(self) -> Self:
        if self.strategy == "single" and len(self.layout) > 1:
            raise PydanticCustomError("mig_single", "strategy single allows one profile in the layout")
        return self


class TimeSlicing(Spec):
    """Each GPU offered several times, without isolation of memory or faults."""

    replicas: Annotated[int, Field(ge=2)]
    rename_by_default: Annotated[
        bool, Field(description="the device plugin then advertises nvidia.com/gpu.shared")
    ] = False


class PoolGpu(Spec):
    """The GPUs of every node of a pool, and how they are shared."""

    product: Annotated[str, Field(description="value of the node label nvidia.com/gpu.product, unshared")]
    per_node: Annotated[int, Field(ge=1, le=16)]
    mig: Mig | None = None
    time_slicing: TimeSlicing | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.mig and self.time_slicing:
            raise PydanticCustomError("not_supported_yet", "not supported yet: MIG with time-slicing")
        return self

"""What was measured of a service on GPUs and slices, for the planner to choose from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.gpu import MigProfile
from tritonfleet.spec.units import Duration, Percentage


class ProfileRow(Spec):
    """One measurement: a pod on this slice (a whole GPU when left out), with this batch and so many instances."""

    slice: MigProfile | None = None
    batch: Annotated[int, Field(ge=1, le=4096)] = 1
    processes: Annotated[int, Field(ge=1, le=64, description="instances of the model in the pod")] = 1
    throughput: Annotated[
        float, Field(gt=0, allow_inf_nan=False, description="inferences a second, of the whole pod")
    ]
    latency: Annotated[Duration, Field(description="at the percentile of the SLO")]


class Profile(Spec):
    """Measurements, as a table here or in a file beside the fleet, and how much of the SLO they may use."""

    file: Annotated[
        str | None,
        Field(
            pattern=r"^[^\x00-\x1f]+$",
            description="CSV of Model Analyzer or perf_analyzer, or slice,batch,processes,…",
        ),
    ] = None
    slice: Annotated[
        MigProfile | None, Field(description="on which slice a perf_analyzer file was measured")
    ] = None
    batch: Annotated[
        int | None, Field(ge=1, le=4096, description="with which batch a perf_analyzer file was measured")
    ] = None
    processes: Annotated[
        int | None,
        Field(ge=1, le=64, description="with how many instances a perf_analyzer file was measured"),
    ] = None
    product: Annotated[
        str | None, Field(description="on which product; then the plan looks at its pools only")
    ] = None
    table: list[ProfileRow] = []
    latency_share: Annotated[
        Percentage, Field(description="of the SLO's latency; the rest is for queues and the network")
    ] = Percentage("50%")
    max_processes: Annotated[int, Field(ge=1, le=64)] = 8

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.file) == bool(self.table):
            raise PydanticCustomError("exactly_one", "expected exactly one of file, table")
        if self.table and (self.slice or self.batch or self.processes):
            message = "slice, batch and processes are of a file: each row of a table has its own"
            raise PydanticCustomError("table_slice", message)
        if not 0 < self.latency_share.ratio <= 1:
            message = "latencyShare is a part of the SLO's latency: above 0%, and at most 100%"
            raise PydanticCustomError("latency_share", message)
        return self

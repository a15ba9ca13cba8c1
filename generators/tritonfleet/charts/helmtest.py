"""Values of the `helm test` hook."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import Rule, Together
from tritonfleet.charts.server import ModelName
from tritonfleet.charts.types import Count, PositiveSeconds, Values

TensorType = Literal[
    "BOOL",
    "UINT8",
    "UINT16",
    "UINT32",
    "UINT64",
    "INT8",
    "INT16",
    "INT32",
    "INT64",
    "FP32",
    "FP64",
    "BYTES",
]
"""Datatypes that JSON can carry: not FP16 and BF16 (triton-inference-server/server:src/http_server.cc)."""


class Tensor(Values):
    """An input tensor of the test request."""

    datatype: TensorType = Field(description="Type of the elements.")
    shape: Annotated[list[Count], Field(min_length=1)] = Field(
        description="Shape, with the batch dimension if there is one."
    )
    data: Annotated[list[bool | int | float | str], Field(min_length=1)] | None = Field(
        None, description="Elements in row-major order; null sends zeros, or empty texts."
    )


class HelmTest(Values):
    """`helm test`: waits for the server, then infers."""

    rules: ClassVar[tuple[Rule, ...]] = (Together("model", "inputs"),)

    enabled: bool = Field(True, description="Create the test Pod (only `helm test` starts it).")
    model: ModelName | None = Field(
        None, description="Model to infer with; null only waits until the server is ready."
    )
    inputs: dict[str, Tensor] = Field(
        default_factory=dict, description="Input tensors of the request, by name."
    )
    timeout_seconds: PositiveSeconds = Field(
        300, description="Longest time to wait for the server, and for the answer."
    )

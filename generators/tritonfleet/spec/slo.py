"""Service level objectives: the numbers that buckets, rules, alerts, scalers and gates are derived from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import ModelName
from tritonfleet.spec.units import Duration, Percentage

LONGEST = Duration("1h")
"""The longest latency that charts/triton takes."""
PERCENT_DECIMALS = 7
"""Decimals of an objective that charts/triton keeps (nine of the share)."""
MOST_REQUESTS = 100_000_000
"""More is a slip of the pen, and no target that charts/triton takes."""


class LatencyObjective(Spec):
    """So large a share of requests is answered within so long."""

    objective: Percentage
    within: Duration

    @model_validator(mode="after")
    def _possible(self) -> Self:
        _require_objective(self.objective)
        if not self.within.amount:
            raise PydanticCustomError("slo", "within is 0: no request is answered in no time")
        if self.within > LONGEST:
            message = "expected a latency of at most {longest}, got {given}"
            raise PydanticCustomError("slo", message, {"longest": str(LONGEST), "given": str(self.within)})
        return self


class Slo(Spec):
    """What the users of a service may rely on, over a window."""

    latency: LatencyObjective | None = None
    availability: Annotated[
        Percentage | None, Field(description="share of requests that do not fail, e.g. 99.9%")
    ] = None
    window: Annotated[Duration, Field(description="over which the objectives hold")] = Duration("30d")
    requests_per_second: Annotated[
        float | None, Field(gt=0, allow_inf_nan=False, description="the load that is expected at its peak")
    ] = None
    models: Annotated[
        list[ModelName],
        Field(
            description="whose requests count; left out: every model that no ensemble of the service calls"
        ),
    ] = []

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.availability is not None:
            _require_objective(self.availability)
        if self.requests_per_second is not None and self.requests_per_second > MOST_REQUESTS:
            message = "expected at most {most} requests a second, got {given}"
            context = {"most": MOST_REQUESTS, "given": f"{self.requests_per_second:g}"}
            raise PydanticCustomError("slo", message, context)
        return self


def _require_objective(given: Percentage) -> None:
    if not 0 < given.ratio < 1:
        message = (
            "expected an objective above 0% and below 100%, got {given}: 100% leaves no budget for any error"
        )
        raise PydanticCustomError("slo", message, {"given": str(given)})
    if round(given.amount, PERCENT_DECIMALS) != given.amount:
        message = "expected an objective of at most {most} decimals, such as 99.99%, got {given}"
        raise PydanticCustomError("slo", message, {"most": PERCENT_DECIMALS, "given": str(given)})

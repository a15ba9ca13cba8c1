"""Service level objectives: the numbers that buckets, rules, alerts, scalers and gates are derived from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import ModelName
from tritonfleet.spec.units import Duration, Percentage


class LatencyObjective(Spec):
    """So large a share of requests is answered within so long."""

    objective: Percentage
    within: Duration

    @model_validator(mode="after")
    def _possible(self) -> Self:
        _require_objective(self.objective)
        if not self.within.amount:
            raise PydanticCustomError("slo", "within is 0: no request is answered in no time")
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
        return self


def _require_objective(given: Percentage) -> None:
    if not 0 < given.ratio < 1:
        message = (
            "expected an objective above 0% and below 100%, got {given}: 100% leaves no budget for any error"
        )
        raise PydanticCustomError("slo", message, {"given": str(given)})

"""Values of the service level objectives, from which the rules and alerts below ``monitoring`` follow."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.charts.server import ModelName
from tritonfleet.charts.types import Refuse, Values, pattern

Objective = Annotated[
    str,
    pattern(r"^0\.[0-9]{1,9}$"),
    Refuse(r"^0\.0+$", "an objective of 0 promises nothing"),
]
"""A share of all requests above 0 and below 1, as text: 0.999 stays what a person wrote."""

Milliseconds = Annotated[float, Field(gt=0, le=3_600_000)]
SloWindow = Annotated[str, pattern(r"^[1-9][0-9]{0,3}[hdw]$")]


class LatencyObjective(Values):
    """So large a share of requests is answered within so long."""

    objective: Objective = Field(description='Share of the requests, as text: "0.99".')
    within_milliseconds: Milliseconds = Field(
        description="Longest answer that counts as good; with source histogram a bucket of the models ends here."
    )
    source: Literal["histogram", "mean"] = Field(
        description="histogram: requests are counted (server.metrics.histogramLatencies, Triton 26.01); "
        "mean: only their mean is compared."
    )


class AvailabilityObjective(Values):
    """So large a share of requests does not fail."""

    objective: Objective = Field(description='Share of the requests, as text: "0.999".')


class Slo(Values):
    """What the users of the service may rely on."""

    models: dict[ModelName, bool] = Field(
        default_factory=dict,
        description="Models whose requests count: those that clients call, not the steps of an ensemble; "
        "empty counts all.",
    )
    ensembles: dict[ModelName, bool] = Field(
        default_factory=dict,
        description="Models that are ensembles: Triton counts each failed request to one twice, so it is halved.",
    )
    latency: LatencyObjective | None = Field(None, description="How fast answers are.")
    availability: AvailabilityObjective | None = Field(None, description="How many requests do not fail.")
    window: SloWindow = Field("30d", description="Time over which the objectives hold.")

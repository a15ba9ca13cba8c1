"""Service level objectives: the numbers that alerts, scalers and gates will be derived from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tritonfleet.spec.base import NotYet, Spec
from tritonfleet.spec.units import Duration, Percentage


class LatencyObjective(Spec):
    """So large a share of requests is answered within so long."""

    objective: Percentage
    within: Duration


class Slo(Spec):
    """What the users of a service may rely on, over a window."""

    latency: LatencyObjective | None = None
    availability: Annotated[Percentage | None, NotYet("availability objectives")] = None
    window: Duration = Duration("30d")
    requests_per_second: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None

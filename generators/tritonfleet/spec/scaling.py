"""Who decides the number of replicas, and by what. What is left out is derived (``planner/scaling``)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import DnsLabel, Spec
from tritonfleet.spec.units import Duration, Percentage

Owner = Literal["keda", "hpa", "kpa", "external"]
Signal = Literal["auto", "queue-time", "concurrency", "pending", "gpu", "requests", "cpu", "cron", "gateway"]
CronField = r"[0-9A-Za-z*/,?#-]+"
CronSchedule = Annotated[str, StringConstraints(pattern=rf"^{CronField}( {CronField}){{4}}$")]

LONGEST_COOLDOWN = Duration("1d")
"""The longest that charts/triton takes."""


class CronWindow(Spec):
    """A time of the week with a number of replicas of its own."""

    start: Annotated[CronSchedule, Field(description="when it begins, as cron writes it: 0 8 * * 1-5")]
    end: Annotated[CronSchedule, Field(description="when it ends")]
    replicas: Annotated[int, Field(ge=1, le=1000)]
    timezone: Annotated[str, Field(min_length=1, description="of the IANA database, e.g. Europe/Berlin")] = (
        "UTC"
    )


class GatewaySignal(Spec):
    """Load as somebody in front of the service counts it, who is there while the service has no pod."""

    by: Annotated[
        Literal["http-add-on", "query"],
        Field(description="http-add-on: KEDA's interceptor counts; query: a query counts requests a second"),
    ]
    query: Annotated[str | None, Field(description="requests a second in PromQL, one number")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.by == "query") != (self.query is not None):
            raise PydanticCustomError("gateway", "query belongs to `by: query`, and to nothing else")
        return self


class Scaling(Spec):
    """Who decides the number of replicas, and by what."""

    owner: Annotated[
        Owner,
        Field(
            description="keda: a ScaledObject; hpa: a HorizontalPodAutoscaler; kpa: Knative; "
            "external: an autoscaler made elsewhere. The Deployment then states no replicas"
        ),
    ] = "keda"
    on: Annotated[
        Signal, Field(description="what is scaled on; auto: chosen from the service, with the reason")
    ] = "auto"
    min: Annotated[int | None, Field(ge=0, le=1000, description="left out: replicas")] = None
    max: Annotated[int | None, Field(ge=1, le=1000, description="left out: what fits on the pool")] = None
    target: Annotated[
        Duration | Percentage | float | None,
        Field(
            description="instead of the derived one, in the signal's unit: 20ms, 70%, or a number a replica"
        ),
    ] = None
    cron: Annotated[
        dict[DnsLabel, CronWindow], Field(description="replicas by time, on top of the signal")
    ] = {}
    gateway: GatewaySignal | None = None
    cooldown: Annotated[
        Duration | None, Field(description="idle time before the last replica goes; left out: derived")
    ] = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            message = "min ({min}) is above max ({max})"
            raise PydanticCustomError("scaling", message, {"min": self.min, "max": self.max})
        if self.cooldown is not None and self.cooldown > LONGEST_COOLDOWN:
            message = "expected a cooldown of at most {longest}, got {given}"
            context = {"longest": str(LONGEST_COOLDOWN), "given": str(self.cooldown)}
            raise PydanticCustomError("scaling", message, context)
        if self.on == "cron" and not self.cron:
            raise PydanticCustomError("scaling", "on: cron needs a window below cron")
        if (self.on == "gateway") != (self.gateway is not None):
            raise PydanticCustomError("scaling", "gateway and `on: gateway` belong together")
        return self

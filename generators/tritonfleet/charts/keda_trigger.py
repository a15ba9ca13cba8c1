"""Values of a trigger of KEDA: what is measured, what is aimed at, and how it becomes metadata.

Fields: kedacore/keda:apis/keda/v1alpha1/scaletriggers_types.go@v2.21.0.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.conditions import Filled, Is, When
from tritonfleet.charts.monitoring import ScrapeDuration
from tritonfleet.charts.rules import ExactlyOne, Rule
from tritonfleet.charts.types import (
    Name,
    Refuse,
    Values,
    pattern,
)

Signal = Literal["concurrency", "pending", "queue-mean", "queue-share", "request-rate"]

METRIC_TYPES: dict[Signal, Literal["AverageValue", "Value"]] = {
    "concurrency": "AverageValue",
    "pending": "AverageValue",
    "queue-mean": "Value",
    "queue-share": "Value",
    "request-rate": "AverageValue",
}
"""How a signal is compared: a total is shared among the Pods, a mean stays what it is for any number of them."""

TARGET_KEYS = {"cpu": "value", "cron": "desiredReplicas", "memory": "value", "prometheus": "threshold"}
"""Trigger type → the key of its metadata that holds the target (kedacore/keda:schema/generated@v2.21.0)."""

RESOURCE_TYPES = ("cpu", "memory")
"""Triggers that the HPA reads itself: they start no first Pod, and no fallback holds for them."""

OWN_SERIES = "nv_"
"""What the names of Triton's own series begin with."""

Amount = Annotated[str, pattern(r"^[0-9]{1,9}(\.[0-9]{1,3})?$")]
"""A number as text, as KEDA wants it. KEDA keeps three decimals (kedacore/keda:pkg/scalers/scaler.go@v2.21.0)."""

Target = Annotated[Amount, Refuse(r"^0+(\.0+)?$", "a target of 0 is reached by nothing")]
MetadataName = Annotated[str, pattern(r"^[A-Za-z][A-Za-z0-9]*$")]
TriggerType = Annotated[str, pattern(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class Authentication(Values):
    """The object that says how KEDA proves itself; secrets are named there."""

    name: Name = Field(description="Name of the object.")
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = Field(
        "TriggerAuthentication", description="ClusterTriggerAuthentication is shared by all namespaces."
    )


class Trigger(Values):
    """One reason to scale. KEDA takes the trigger that asks for the most Pods."""

    rules: ClassVar[tuple[Rule, ...]] = (
        When(Is(("type",), ("prometheus",), absent=True), ExactlyOne(("signal", "query"))),
        When(Filled(("signal",)), Is(("type",), ("prometheus",), absent=True)),
        When(Filled(("query",)), Is(("type",), ("prometheus",), absent=True)),
        When(Filled(("activation",)), Is(("type",), ("prometheus",), absent=True)),
        *(
            When(Is(("type",), (kind,), absent=kind == "prometheus"), Filled(("target",)))
            for kind in TARGET_KEYS
        ),
        When(Filled(("target",)), Is(("type",), tuple(TARGET_KEYS), absent=True)),
        When(Is(("metricType",), ("Utilization",)), Is(("type",), RESOURCE_TYPES)),
        When(Is(("type",), RESOURCE_TYPES), Is(("metricType",), ("Utilization", None), absent=True)),
    )

    type: TriggerType = Field("prometheus", description="Kind of trigger, as KEDA calls it.")
    signal: Signal | None = Field(
        None, description="What of this service is measured: the chart writes the query. For type prometheus."
    )
    query: Annotated[str, Field(min_length=1, max_length=10_000)] | None = Field(
        None, description="PromQL of one number, instead of a signal."
    )
    window: ScrapeDuration = Field("2m", description="Time over which a signal is measured.")
    metric_type: Literal["AverageValue", "Value", "Utilization"] | None = Field(
        None,
        description="AverageValue shares a total among the Pods, Value compares as it is; null is what fits the "
        "signal, Utilization for cpu and memory, or else AverageValue.",
    )
    target: Target | None = Field(
        None,
        description="What is aimed at, as text: for prometheus in the unit of the query, for cpu and memory percent of "
        "the request, for cron Pods. Other types have it in metadata.",
    )
    activation: Amount | None = Field(
        None, description="Above this the first Pod starts (0 when null). For type prometheus."
    )
    metadata: dict[MetadataName, str] = Field(
        default_factory=dict,
        description="Other metadata of the trigger, all text; goes before the chart's own.",
    )
    authentication: Authentication | None = Field(
        None,
        description="How KEDA proves itself; for type prometheus in place of keda.prometheus.authentication.",
    )

    @property
    def wakes(self) -> bool:
        """Whether it can be active while the service has no Pod, and so no series of its own."""
        if self.type in RESOURCE_TYPES or self.signal:
            return False
        return not (self.query and OWN_SERIES in self.query)

"""Values of the ScaledObject of KEDA: its triggers, and what it does when they fail or are idle.

Fields and admission rules: kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go and scaledobject_webhook.go@v2.21.0.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.conditions import Filled, Is, When
from tritonfleet.charts.monitoring import HttpAddress, ScrapeDuration
from tritonfleet.charts.rules import ExactlyOne, Rule
from tritonfleet.charts.types import (
    Count,
    Label,
    Name,
    Positive,
    PositiveSeconds,
    Refuse,
    Seconds,
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


class PrometheusServer(Values):
    """The Prometheus that answers the queries of triggers."""

    address: HttpAddress | None = Field(None, description="Where KEDA asks, with scheme and port.")
    authentication: Authentication | None = Field(None, description="How KEDA proves itself to it.")


class Fallback(Values):
    """What holds while the triggers cannot be read."""

    failure_threshold: Positive = Field(3, description="Failed readings in a row until it holds.")
    replicas: Count = Field(description="Pods meanwhile: enough for the peak.")
    behavior: Literal["static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower"] = (
        Field(
            "static",
            description="static: replicas; currentReplicas…: what runs, or the higher, or the lower.",
        )
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


class Keda(Values):
    """The ScaledObject (keda.sh), for owner keda. What is null is left to KEDA."""

    polling_interval_seconds: PositiveSeconds | None = Field(
        None, description="Time between two looks at whether the first Pod is needed; rendered when min is 0."
    )
    cooldown_seconds: Seconds | None = Field(
        None, description="Idle time until the last Pod goes; rendered when min is 0."
    )
    initial_cooldown_seconds: Seconds | None = Field(
        None, description="Time after creation before the last Pod may go; rendered when min is 0."
    )
    fallback: Fallback | None = Field(None, description="What holds while the triggers cannot be read.")
    prometheus: PrometheusServer = Field(
        default_factory=PrometheusServer, description="The Prometheus that answers queries."
    )
    triggers: dict[Label, Trigger | None] = Field(
        default_factory=dict, description="Reasons to scale, by a name you choose; null drops one."
    )

    def disagreement(self, least: int) -> str | None:
        """Why these triggers cannot scale a service that keeps ``least`` Pods; None when they can."""
        triggers = {name: trigger for name, trigger in self.triggers.items() if trigger is not None}
        if not triggers:
            return "keda.triggers is needed, because owner is keda"
        for name, trigger in triggers.items():
            if trigger.type == "prometheus" and not (
                self.prometheus.address or trigger.metadata.get("serverAddress")
            ):
                return f"keda.prometheus.address is needed, because keda.triggers.{name} asks it"
        if least == 0 and not any(trigger.wakes for trigger in triggers.values()):
            return "min is 0, and no trigger is there without a Pod to start the first one"
        if self.fallback and all(trigger.type in RESOURCE_TYPES for trigger in triggers.values()):
            return "keda.fallback needs a trigger that is neither cpu nor memory"
        return None

"""Values of the ScaledObject of KEDA: its triggers, and what it does when they fail or are idle.

Fields and admission rules: kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go and scaledobject_webhook.go@v2.21.0.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tritonfleet.charts.keda_interceptor import SCALER_ADDRESS, TRIGGER_TYPE, InterceptorRoute
from tritonfleet.charts.keda_trigger import RESOURCE_TYPES, Authentication, Trigger
from tritonfleet.charts.monitoring import HttpAddress
from tritonfleet.charts.types import Count, Label, Positive, PositiveSeconds, Seconds, Values


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
    interceptor_route: InterceptorRoute | None = Field(
        None, description="Requests go through KEDA's HTTP add-on; a trigger of type external-push asks it."
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
        if self.interceptor_route and not any(map(_asks_add_on, triggers.values())):
            return f"keda.interceptorRoute needs a trigger of type {TRIGGER_TYPE} without {SCALER_ADDRESS}"
        if least == 0 and not any(trigger.wakes for trigger in triggers.values()):
            return "min is 0, and no trigger is there without a Pod to start the first one"
        if self.fallback and all(trigger.type in RESOURCE_TYPES for trigger in triggers.values()):
            return "keda.fallback needs a trigger that is neither cpu nor memory"
        return None


def _asks_add_on(trigger: Trigger) -> bool:
    return trigger.type == TRIGGER_TYPE and SCALER_ADDRESS not in trigger.metadata

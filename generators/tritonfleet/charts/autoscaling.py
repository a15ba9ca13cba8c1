"""Values of who decides the number of Pods, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from tritonfleet.charts.conditions import AtLeast, Filled, Is, When
from tritonfleet.charts.hpa import Hpa
from tritonfleet.charts.keda import Keda
from tritonfleet.charts.keda_trigger import RESOURCE_TYPES
from tritonfleet.charts.rules import Rule
from tritonfleet.charts.types import Annotations, Count, Label, Positive, Values, broken_rule

StabilizationSeconds = Annotated[int, Field(ge=0, le=3600)]
PolicySeconds = Annotated[int, Field(ge=1, le=1800)]
"""Bounds of kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go."""


class ScalingPolicy(Values):
    """How much may change within a time."""

    type: Literal["Pods", "Percent"] = Field(description="What value counts.")
    value: Positive = Field(description="Most that may change within the period.")
    period_seconds: PolicySeconds = Field(description="Length of the period.")


class ScalingDirection(Values):
    """How fast the number of Pods follows in one direction. What is null is left to Kubernetes."""

    stabilization_window_seconds: StabilizationSeconds | None = Field(
        None,
        description="The wish must hold this long; null is 0 up, and down the startup budget from 300 to 3600.",
    )
    select_policy: Literal["Max", "Min", "Disabled"] | None = Field(
        None, description="Which policy counts when several allow a change; Disabled forbids any."
    )
    policies: dict[Label, ScalingPolicy | None] = Field(
        default_factory=dict, description="How much may change, by a name you choose; null drops one."
    )


class Behavior(Values):
    """How fast the number of Pods follows."""

    scale_up: ScalingDirection = Field(default_factory=ScalingDirection, description="More Pods.")
    scale_down: ScalingDirection = Field(default_factory=ScalingDirection, description="Fewer Pods.")


class Autoscaling(Values):
    """Who decides the number of Pods. With an owner, the Deployment states no replicas."""

    rules: ClassVar[tuple[Rule, ...]] = (
        When(Is(("owner",), ("keda", "hpa")), Filled(("max",))),
        When(Is(("owner",), ("hpa",)), AtLeast(("min",), 1)),
        When(Is(("owner",), ("keda",)), Filled(("keda", "triggers"))),
        When(Is(("owner",), ("hpa",)), Filled(("hpa", "metrics"))),
    )

    owner: Literal["none", "keda", "hpa"] = Field(
        "none",
        description="keda: a ScaledObject; hpa: a HorizontalPodAutoscaler; none: replicas, which is null where an "
        "autoscaler is made elsewhere.",
    )
    min: Count = Field(
        1, description="Fewest Pods; 0 only with keda and a trigger that is there without a Pod."
    )
    max: Positive | None = Field(None, description="Most Pods: as many as the GPUs are for.")
    behavior: Behavior = Field(default_factory=Behavior, description="How fast the number of Pods follows.")
    annotations: Annotations = Field(
        default_factory=dict, description="Annotations of the autoscaler, such as autoscaling.keda.sh/paused."
    )
    keda: Keda = Field(default_factory=Keda, description="The ScaledObject.")
    hpa: Hpa = Field(default_factory=Hpa, description="The HorizontalPodAutoscaler.")

    def resources(self) -> Iterator[tuple[str, str]]:
        """Where CPU or memory is compared with what the Pods request, and which of the two it is."""
        if self.owner == "keda":
            for name, trigger in self.keda.triggers.items():
                if trigger and trigger.type in RESOURCE_TYPES:
                    yield f"keda.triggers.{name}", trigger.type
        if self.owner == "hpa":
            for name, metric in self.hpa.metrics.items():
                if metric and metric.resource and metric.resource.average_utilization:
                    yield f"hpa.metrics.{name}", metric.resource.name

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """What JSON Schema cannot compare; the chart's templates fail for the same."""
        if self.owner == "none":
            return self
        if self.max is not None and self.min > self.max:
            raise broken_rule(f"min ({self.min}) is above max ({self.max})")
        if self.owner == "keda" and (message := self.keda.disagreement(self.min)):
            raise broken_rule(message)
        return self

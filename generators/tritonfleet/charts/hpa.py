"""Values of the HorizontalPodAutoscaler.

Fields and rules: kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import ExactlyOne, Rule
from tritonfleet.charts.types import Label, LabelText, MetadataKey, Refuse, Values, pattern

TargetQuantity = Annotated[
    str,
    pattern(r"^[0-9]{1,12}(\.[0-9]{1,3})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$"),
    Refuse(r"^0+(\.0+)?[A-Za-z]*$", "a target of 0 is reached by nothing"),
]
MetricName = Annotated[str, pattern(r"^[A-Za-z_][A-Za-z0-9_.:-]*$", max_length=253)]


class ResourceMetric(Values):
    """CPU or memory of the Pods, from the metrics server."""

    rules: ClassVar[tuple[Rule, ...]] = (ExactlyOne(("averageUtilization", "averageValue")),)

    name: Literal["cpu", "memory"] = Field(description="The resource.")
    average_utilization: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        None, description="Percent of what the Pods request."
    )
    average_value: TargetQuantity | None = Field(None, description="Amount a Pod, as text.")


class ExternalMetric(Values):
    """A number from the external metrics API, such as prometheus-adapter serves."""

    metric: MetricName = Field(description="Name of the metric.")
    match_labels: dict[MetadataKey, LabelText] = Field(
        default_factory=dict, description="Labels of its series; their values are added up."
    )
    metric_type: Literal["AverageValue", "Value"] = Field(
        description="AverageValue shares a total among the Pods, Value compares as it is."
    )
    target: TargetQuantity = Field(description="What is aimed at, as text.")


class HpaMetric(Values):
    """One reason to scale: a resource, or an external metric."""

    rules: ClassVar[tuple[Rule, ...]] = (ExactlyOne(("resource", "external")),)

    resource: ResourceMetric | None = Field(None, description="CPU or memory of the Pods.")
    external: ExternalMetric | None = Field(None, description="A metric from outside the Pods.")


class Hpa(Values):
    """The HorizontalPodAutoscaler (autoscaling/v2), for owner hpa."""

    metrics: dict[Label, HpaMetric | None] = Field(
        default_factory=dict, description="Reasons to scale, by a name you choose; null drops one."
    )

"""Values that decide where Pods run and how many may be missing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import AtMostOne, Needs, Rule
from tritonfleet.charts.types import (
    Annotations,
    Count,
    CountOrPercent,
    LabelText,
    MetadataKey,
    Name,
    OwnLabels,
    Positive,
    Values,
)


class Toleration(Values):
    """A taint that the Pods accept."""

    key: MetadataKey | None = Field(
        None, description="Key of the taint; null with operator Exists accepts all."
    )
    operator: Literal["Exists", "Equal"] = Field("Exists", description="Equal compares the value too.")
    value: LabelText | None = Field(None, description="Value of the taint, for operator Equal.")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = Field(
        None, description="Effect of the taint; null accepts all."
    )
    toleration_seconds: Count | None = Field(None, description="How long, for effect NoExecute.")

    rules: ClassVar[tuple[Rule, ...]] = (Needs("operator", "Equal", "key"),)


class NodeRequirement(Values):
    """What the label of a node must be."""

    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = Field(
        "In", description="How to compare."
    )
    values: list[LabelText] = Field(
        default_factory=list, description="Values to compare with; empty for Exists and DoesNotExist."
    )

    rules: ClassVar[tuple[Rule, ...]] = tuple(
        Needs("operator", operator, "values") for operator in ("In", "NotIn", "Gt", "Lt")
    )


class TopologySpread(Values):
    """How evenly Pods spread over the values of a node label."""

    max_skew: Positive = Field(1, description="Largest difference of Pods between two places.")
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = Field(
        "ScheduleAnyway", description="DoNotSchedule leaves a Pod pending rather than uneven."
    )


Spread = dict[MetadataKey, TopologySpread | None]


def soft_spread() -> Spread:
    """Over nodes and zones, never at the price of a Pod that cannot start."""
    return {key: TopologySpread() for key in ("kubernetes.io/hostname", "topology.kubernetes.io/zone")}


class PodDisruptionBudget(Values):
    """How many Pods a drain may take at once."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("minAvailable", "maxUnavailable")),)

    enabled: bool = Field(True, description="Create the budget.")
    min_available: CountOrPercent | None = Field(
        None, description="Pods that must stay; must be below replicas, or no node can be drained."
    )
    max_unavailable: CountOrPercent | None = Field(
        None, description="Pods that may be missing; 1 when neither is given."
    )
    unhealthy_pod_eviction_policy: Literal["AlwaysAllow", "IfHealthyBudget"] = Field(
        "AlwaysAllow", description="Whether a Pod that is not ready may always be evicted."
    )


class ServiceAccount(Values):
    """The identity of the Pods. Its token is never mounted: Triton does not call the API server."""

    rules: ClassVar[tuple[Rule, ...]] = (Needs("create", False, "name"),)

    create: bool = Field(True, description="Create it.")
    name: Name | None = Field(None, description="Its name; the full name of the release when null.")
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the ServiceAccount.")
    labels: OwnLabels = Field(default_factory=dict, description="Labels of the ServiceAccount.")

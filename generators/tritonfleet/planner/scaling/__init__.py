"""Scaling: which signal, which target, between which bounds, how fast; each number with its reason."""

from tritonfleet.planner.scaling.plan import scaling_plan
from tritonfleet.planner.scaling.room import Room, room_of
from tritonfleet.planner.scaling.types import (
    BehaviorPlan,
    DirectionPlan,
    FallbackPlan,
    Given,
    PolicyPlan,
    ScalingPlan,
    TriggerPlan,
)

__all__ = [
    "BehaviorPlan",
    "DirectionPlan",
    "FallbackPlan",
    "Given",
    "PolicyPlan",
    "Room",
    "ScalingPlan",
    "TriggerPlan",
    "room_of",
    "scaling_plan",
]

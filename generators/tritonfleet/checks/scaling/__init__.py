"""Autoscalers as rules see them: who scales what, between which bounds, on which signals."""

from tritonfleet.checks.scaling.hpas import Hpa, hpas
from tritonfleet.checks.scaling.keda import Scaled, scaled_objects, triggers
from tritonfleet.checks.scaling.scalers import (
    Scaler,
    TargetKey,
    least_replicas,
    scaled_by,
    scalers,
    target_of,
    target_workload,
)
from tritonfleet.checks.scaling.trigger import Trigger

__all__ = [
    "Hpa",
    "Scaled",
    "Scaler",
    "TargetKey",
    "Trigger",
    "hpas",
    "least_replicas",
    "scaled_by",
    "scaled_objects",
    "scalers",
    "target_of",
    "target_workload",
    "triggers",
]

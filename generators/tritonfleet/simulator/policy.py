"""What an autoscaler is told: signals, targets, bounds and pace. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Signal = Literal["queue-mean", "concurrency", "pending", "request-rate", "gpu-busy", "gateway", "cpu"]
Metric = Literal["AverageValue", "Value", "Utilization"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A signal and its target in the signal's unit: for one pod (AverageValue), or for the service."""

    signal: Signal
    metric: Metric
    target: float
    activation: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """At most so many pods, or percent of them, within so many seconds."""

    kind: Literal["Pods", "Percent"]
    value: int
    period: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast replicas may change one way. ``window``: how long a wish has to last; of several steps the largest."""

    window: int
    steps: tuple[Step, ...]


FASTEST = Pace(0, (Step("Pods", 4, 15), Step("Percent", 100, 15)))
SLOWEST = Pace(300, (Step("Percent", 100, 15),))
"""Kubernetes' defaults (kubernetes/kubernetes:pkg/apis/autoscaling/v2/defaults.go)."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """The pods wanted after more than so many failures in a row; ``keeps_more``: never fewer than there are."""

    failures: int
    replicas: int
    keeps_more: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service is scaled; without triggers it is not, and keeps ``maximum`` replicas.

    ``window``: over how long queries look back. ``empty_is_zero``: a query that finds nothing counts as 0, as KEDA
    has it by default; else as a failure.
    """

    name: str
    minimum: int
    maximum: int
    triggers: tuple[Trigger, ...] = ()
    window: int = 60
    up: Pace = FASTEST
    down: Pace = SLOWEST
    fallback: Fallback | None = None
    empty_is_zero: bool = False
    polling: int = 30
    cooldown: int = 300
    note: str = field(default="", compare=False)

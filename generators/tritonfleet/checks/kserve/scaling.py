"""How KServe scales a component: its metrics, and the autoscaler it makes of them in Standard mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.kserve.services import STANDARD, Component, InferenceService, inference_services
from tritonfleet.checks.objects import Path, items
from tritonfleet.checks.world import World

HPA, KEDA = "hpa", "keda"


def metrics(component: Component) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The entries of ``autoScaling.metrics``, with their paths."""
    for number, metric in items(component.spec, "autoScaling", "metrics"):
        yield (*component.path, "autoScaling", "metrics", number), metric


def scaled_by(world: World, autoscaler: str) -> Iterator[tuple[InferenceService, Component]]:
    """Every component in Standard mode with this autoscaler; no class is KServe's default, ``hpa``."""
    for service in inference_services(world):
        if service.mode == STANDARD:
            for component in service.components:
                if (component.autoscaler or HPA) == autoscaler:
                    yield service, component

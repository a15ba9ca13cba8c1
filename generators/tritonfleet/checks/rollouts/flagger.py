"""Flagger's Canaries: what they roll out, what they make, and by what they judge.

Source: fluxcd/flagger:pkg/apis/flagger/v1beta1/canary.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.scaling import TargetKey
from tritonfleet.checks.world import World

GROUP = "flagger.app"
BUILT_IN = ("request-success-rate", "request-duration")
"""The metrics that Flagger knows by name."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A Canary. ``analysis`` is empty when it has none; ``analysis_path`` leads to it, under its old name too."""

    resource: Resource
    spec: Mapping[str, Any]
    analysis: Mapping[str, Any]
    analysis_path: Path

    @property
    def target(self) -> TargetKey:
        """The workload that it rolls out."""
        return self.named("targetRef")

    @property
    def service_name(self) -> str:
        """The Service that Flagger makes for clients; ``-primary`` and ``-canary`` are added for the two others."""
        return str(mapping(self.spec, "service").get("name") or self.target[2])

    @property
    def provider(self) -> str:
        """The provider that the Canary names; empty when it leaves that to Flagger's own configuration."""
        return str(self.spec.get("provider") or "")

    @property
    def metrics(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The metrics of the analysis, with their paths."""
        for number, metric in items(self.analysis, "metrics"):
            yield (*self.analysis_path, "metrics", number), metric

    def named(self, field: str) -> TargetKey:
        """Kind, namespace and name of what a reference of the spec names; empty texts when there is none."""
        reference = mapping(self.spec, field)
        return (str(reference.get("kind") or ""), self.resource.namespace, str(reference.get("name") or ""))


def canaries(world: World) -> list[Canary]:
    """Every Canary."""
    return world.derived(_canaries)


def _canaries(world: World) -> list[Canary]:
    return [_canary(resource) for resource in world.index.of_kind("Canary") if resource.group == GROUP]


def _canary(resource: Resource) -> Canary:
    spec = mapping(resource.data, "spec")
    field = "analysis" if "analysis" in spec or "canaryAnalysis" not in spec else "canaryAnalysis"
    return Canary(resource, spec, mapping(spec, field), ("spec", field))

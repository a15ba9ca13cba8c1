"""The labels that a scrape adds to series, takes away or renames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.monitors.model import Endpoint, endpoints
from tritonfleet.checks.objects import Path, items, mapping, value
from tritonfleet.checks.patterns import matcher
from tritonfleet.checks.world import World

ATTACHED = frozenset({"namespace", "service", "pod", "container", "endpoint", "job", "instance", "node"})
"""What the Prometheus operator attaches. Source: prometheus-operator:pkg/prometheus/promcfg.go."""

_RENAMING = frozenset({"labelmap", "replace", "lowercase", "uppercase", "hashmod"})


@dataclass(frozen=True, slots=True)
class Relabeling:
    """One step of ``relabelings`` or ``metricRelabelings`` (``after`` the scrape), and its path in the monitor."""

    path: Path
    data: Mapping[str, Any]
    after: bool

    @property
    def action(self) -> str:
        """What it does, in lower case; ``replace`` unless it says so."""
        return str(self.data.get("action") or "replace").lower()

    @property
    def matches(self) -> Callable[[str], bool] | None:
        """Whether a text fits its expression; None when that cannot be read."""
        return matcher(str(self.data.get("regex", "(.*)")))

    @property
    def sources(self) -> list[str]:
        """The labels that it reads."""
        given = self.data.get("sourceLabels")
        return [str(label) for label in given] if isinstance(given, list) else []


def relabelings(endpoint: Endpoint) -> Iterator[Relabeling]:
    """The steps of an endpoint, those of targets first."""
    for field in ("relabelings", "metricRelabelings"):
        for number, step in items(endpoint.data, field):
            yield Relabeling((*endpoint.path, field, number), step, field == "metricRelabelings")


def added(world: World, endpoint: Endpoint) -> frozenset[str] | None:
    """The labels that series of this endpoint get besides their own; None when that cannot be told."""
    spec = mapping(endpoint.monitor.data, "spec")
    if spec.get("scrapeClass") or any(world.index.of_kind("Prometheus", "PrometheusAgent")):
        return None  # both may hold relabelings and labels of their own
    found = set(ATTACHED)
    for field in ("targetLabels", "podTargetLabels"):
        names = value(spec, field)
        found |= {_sanitized(str(name)) for name in names} if isinstance(names, list) else set()
    for step in relabelings(endpoint):
        if step.action == "labelmap" or "$" in str(step.data.get("targetLabel")):
            return None
        if step.action in _RENAMING and step.data.get("targetLabel"):
            found.add(str(step.data["targetLabel"]))
    return frozenset(found)


def may_be_added(world: World, label: str) -> bool:
    """Whether a monitor among the manifests gives series this label, or may do so."""
    found = world.derived(_added)
    return found is None or label in found


def _added(world: World) -> frozenset[str] | None:
    every = [added(world, endpoint) for endpoint in endpoints(world)]
    known = [each for each in every if each is not None]
    return frozenset().union(*known) if len(known) == len(every) else None


def _sanitized(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", name)


def dropped_by(endpoint: Endpoint, series: str) -> Relabeling | None:
    """The step that throws away all series of this name; None when none does."""
    for step in relabelings(endpoint):
        if step.after and step.sources == ["__name__"] and step.matches is not None:
            matches = step.matches(series)
            if (step.action == "drop" and matches) or (step.action == "keep" and not matches):
                return step
    return None


def label_dropped_by(endpoint: Endpoint, label: str) -> Relabeling | None:
    """The step that takes this label away from all series; None when none does."""
    for step in relabelings(endpoint):
        if step.after and step.matches is not None:
            matches = step.matches(label)
            if (step.action == "labeldrop" and matches) or (step.action == "labelkeep" and not matches):
                return step
    return None

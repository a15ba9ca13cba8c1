"""Finding dashboards among the manifests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.dashboards.model import Dashboard
from tritonfleet.checks.objects import Path, Resource, mapping, value
from tritonfleet.checks.world import World

LABEL = "grafana_dashboard"
"""The label by which Grafana's sidecar finds ConfigMaps, unless its LABEL says otherwise."""


def dashboards(world: World) -> list[Dashboard]:
    """Every dashboard among the manifests."""
    found = [_parsed(*each) for each in _texts(world)]
    return [dashboard for dashboard in found if dashboard.problem or _is_dashboard(dashboard.data)]


def _texts(world: World) -> Iterator[tuple[Resource, Path, str]]:
    for resource in world.index.of_kind("ConfigMap"):
        for key, text in mapping(resource.data, "data").items():
            wanted = isinstance(text, str) and isinstance(key, str) and key.endswith(".json")
            if wanted and ('"panels"' in text or '"rows"' in text or LABEL in resource.labels):
                yield resource, ("data", key), text
    for resource in world.index.of_kind("GrafanaDashboard"):
        text = value(resource.data, "spec", "json")
        if isinstance(text, str):
            yield resource, ("spec", "json"), text


def _parsed(resource: Resource, path: Path, text: str) -> Dashboard:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return Dashboard(resource, path, text, problem=error.msg, offset=error.pos)
    except (RecursionError, ValueError):  # deeper, or of longer numbers, than Python reads
        return Dashboard(resource, path, text)
    return Dashboard(resource, path, text, data if isinstance(data, dict) else {})


def _is_dashboard(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("panels"), list) or isinstance(data.get("rows"), list)

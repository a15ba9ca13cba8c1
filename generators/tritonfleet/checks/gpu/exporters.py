"""Who runs dcgm-exporter, and with which environment: a ClusterPolicy, or a DaemonSet of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.gpu.nodes import advertised
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Exporter:
    """A dcgm-exporter: where its environment is written, and the values in it that are written out."""

    resource: Resource
    path: Path
    environment: Mapping[str, str]


def exporters(world: World) -> list[Exporter]:
    """Every dcgm-exporter that the manifests run."""
    return world.derived(_exporters)


def _exporters(world: World) -> list[Exporter]:
    found = []
    for policy in policies(world):
        if policy.get("dcgmExporter", "enabled") is not False:
            own = mapping(policy.resource.data, "spec", "dcgmExporter")
            found.append(Exporter(policy.resource, ("spec", "dcgmExporter", "env"), dict(_environment(own))))
    for workload in world.index.workloads:
        if workload.resource.kind == "DaemonSet":
            for path, container in workload.containers:
                image = container.get("image")
                if isinstance(image, str) and "dcgm-exporter" in image:
                    found.append(Exporter(workload.resource, (*path, "env"), dict(_environment(container))))
    return found


def _environment(holder: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for _, variable in items(holder, "env"):
        if isinstance(variable.get("name"), str):
            yield variable["name"], str(variable.get("value"))


def renamed_shares(world: World) -> list[str]:
    """Resources of renamed shares: those that configurations at hand make, and those that nodes advertise."""
    made = {
        config.advertised(shared)
        for config in plugin_configs(world)
        for shared in config.shared
        if shared.mode == config.mode
    }
    return sorted(name for name in {*made, *advertised(world)} if name.endswith(".shared"))

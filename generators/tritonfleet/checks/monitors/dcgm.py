"""Which DCGM metrics are written: by the exporters among the manifests, and by those of a ClusterPolicy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tritonfleet.checks.monitors.counters import Counters
from tritonfleet.checks.monitors.exporters import DcgmExporter, dcgm_exporters, of_config_map
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.world import World
from tritonfleet.metrics import metric

COUNTERS = "the counters file of dcgm-exporter (its ConfigMap, or its DaemonSet)"
OPERATOR_KEY = "dcgm-metrics.csv"
"""The key under which the GPU operator looks. Source: NVIDIA/gpu-operator:controllers/object_controls.go."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one exporter measures. ``counters`` is None where it is the file that its image brings.

    ``known``: whether the manifests tell at all.
    """

    owner: Resource
    counters: Counters | None
    known: bool = True

    def writes(self, name: str) -> bool:
        """Whether it writes this metric."""
        if self.counters is not None:
            return name in self.counters.metrics
        default = metric(name)
        return default is not None and default.default


def measured(world: World) -> list[Measured]:
    """What each dcgm-exporter measures."""
    return world.derived(_measured)


def _measured(world: World) -> list[Measured]:
    named = [*map(_of_exporter, world.derived(dcgm_exporters)), *_of_policies(world)]
    return named or _of_files(world)


def _of_exporter(exporter: DcgmExporter) -> Measured:
    own = exporter.counters is None and not exporter.brings_own_file
    return Measured(exporter.workload.resource, exporter.counters, not own)


def _of_files(world: World) -> list[Measured]:
    """The operator's counters file, where it is the only one and the operator itself is not among the manifests."""
    found = [of_config_map(each, OPERATOR_KEY) for each in world.index.of_kind("ConfigMap")]
    files = [counters for counters in found if counters is not None]
    return [Measured(files[0].resource, files[0])] if len({each.resource.ref for each in files}) == 1 else []


def _of_policies(world: World) -> Iterator[Measured]:
    for policy in world.index.of_kind("ClusterPolicy"):
        if value(policy.data, "spec", "dcgmExporter", "enabled") is False:
            continue
        name = value(policy.data, "spec", "dcgmExporter", "config", "name")
        if not isinstance(name, str) or not name:
            yield Measured(policy, None)
            continue
        found = [each for each in world.index.of_kind("ConfigMap") if each.name == name]
        counters = of_config_map(found[0] if len(found) == 1 else None, OPERATOR_KEY)
        yield Measured(policy, counters, counters is not None)

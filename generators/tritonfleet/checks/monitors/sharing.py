"""dcgm-exporter on GPUs that are shared: its settings, and what it may see, by a DaemonSet or a ClusterPolicy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tritonfleet.checks.monitors.exporters import DcgmExporter, dcgm_exporters
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.world import World

_POD_METADATA = ("DCGM_EXPORTER_KUBERNETES_ENABLE_POD_UID", "DCGM_EXPORTER_KUBERNETES_ENABLE_POD_LABELS")


@dataclass(frozen=True, slots=True)
class SharedExporter:
    """A dcgm-exporter: ``path`` leads to its environment. ``version`` is empty when it is not known.

    ``sees_processes``: whether it has the node's process ids. ``reads_pods``: whether it may ask the API server for
    pods; None when the manifests do not tell.
    """

    resource: Resource
    path: Path
    settings: Mapping[str, str | None]
    version: str
    sees_processes: bool
    reads_pods: bool | None

    def is_on(self, variable: str) -> bool:
        """Whether a setting is on; one that the manifests do not tell is not."""
        return (self.settings.get(variable) or "").casefold() in ("true", "1", "t")


def shared_exporters(world: World) -> list[SharedExporter]:
    """Every dcgm-exporter, those that the GPU operator makes too."""
    return [*map(_of_workload, world.derived(dcgm_exporters)), *_of_policies(world)]


def _of_workload(exporter: DcgmExporter) -> SharedExporter:
    spec = exporter.workload.spec
    return SharedExporter(
        resource=exporter.workload.resource,
        path=(*exporter.path, "env"),
        settings=exporter.settings,
        version=exporter.version if any(letter.isdigit() for letter in exporter.version) else "",
        sees_processes=spec.get("hostPID") is True,
        reads_pods=False if spec.get("automountServiceAccountToken") is False else None,
    )


def _of_policies(world: World) -> Iterator[SharedExporter]:
    """The operator mounts a token only for what the policy asks for (controllers/object_controls.go)."""
    for policy in world.index.of_kind("ClusterPolicy"):
        own = mapping(policy.data, "spec", "dcgmExporter")
        if own.get("enabled") is False:
            continue
        settings = {str(v.get("name")): str(v.get("value")) for _, v in items(own, "env")}
        asked = any(own.get(key) is True for key in ("enablePodUID", "enablePodLabels"))
        yield SharedExporter(
            resource=policy,
            path=("spec", "dcgmExporter", "env"),
            settings=settings,
            version=str(own.get("version") or ""),
            sees_processes=own.get("hostPID") is True,
            reads_pods=asked or any(settings.get(name, "").casefold() == "true" for name in _POD_METADATA),
        )

"""The unit of a cluster: its GPUs' configuration and what watches it, and the labels of its nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tritonfleet import yamlio
from tritonfleet.emit.cluster_monitoring import cluster_monitoring_values
from tritonfleet.emit.gpu.config_maps import RELEASE, config_map_values
from tritonfleet.emit.gpu.label_script import label_script
from tritonfleet.emit.gpu.node_labels import node_component
from tritonfleet.emit.gpu.operator import operator_values
from tritonfleet.emit.gpu.plugin_chart import plugin_chart_values
from tritonfleet.emit.kustomize import cluster_folder, emit_cluster
from tritonfleet.pipeline.build import Bundle, Object
from tritonfleet.pipeline.clusters import scope_of, unit_of
from tritonfleet.render.helm import Release, render
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.load import FleetFile


def build_clusters(file: FleetFile, names: Sequence[str]) -> list[Bundle]:
    """The units of these clusters, rendered in one Helm process."""
    clusters = [file.fleet.clusters[name] for name in names]
    releases = [
        Release(
            "triton-platform", RELEASE, cluster.gpu_stack.namespace, _values(cluster, file.fleet.runbooks)
        )
        for cluster in clusters
    ]
    built = zip(names, clusters, releases, render(releases), strict=True)
    return [_bundle(name, cluster, release, objects) for name, cluster, release, objects in built]


def _values(cluster: Cluster, runbooks: str | None) -> dict[str, Any]:
    return config_map_values(cluster) | cluster_monitoring_values(cluster, runbooks)


def _bundle(name: str, cluster: Cluster, release: Release, objects: Sequence[Object]) -> Bundle:
    scope = scope_of(name)
    files = {
        f"values/{unit_of(name)}.yaml": yamlio.dump(release.values),
        **_values_for_nvidia(scope, cluster),
        f"{cluster_folder(name)}/label-nodes.sh": label_script(name, cluster),
        **node_component(name, cluster),
        **emit_cluster(name, objects),
    }
    return Bundle(unit_of(name), files, {scope: objects}, {scope: objects}, {})


def _values_for_nvidia(scope: str, cluster: Cluster) -> dict[str, str]:
    if cluster.gpu_stack.installed_by == "gpu-operator":
        return {f"values/{scope}/gpu-operator.yaml": yamlio.dump(operator_values(cluster))}
    return {f"values/{scope}/nvidia-device-plugin.yaml": yamlio.dump(plugin_chart_values(cluster))}

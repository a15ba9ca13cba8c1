"""The unit of a cluster: its GPUs' configuration and what watches it, and the labels of its nodes."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet import yamlio
from tritonfleet.emit.cluster_values import cluster_namespace, cluster_values
from tritonfleet.emit.gpu.config_maps import RELEASE
from tritonfleet.emit.gpu.groups import is_configured
from tritonfleet.emit.gpu.label_script import label_script
from tritonfleet.emit.gpu.node_labels import node_component
from tritonfleet.emit.gpu.nvidia_charts import nvidia_chart_values
from tritonfleet.emit.kustomize import cluster_folder, emit_cluster
from tritonfleet.pipeline.build import Bundle, Object
from tritonfleet.pipeline.clusters import namespaces_on, scope_of, unit_of
from tritonfleet.render.helm import Release, render
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.load import FleetFile


def build_clusters(file: FleetFile, names: Sequence[str]) -> list[Bundle]:
    """The units of these clusters, rendered in one Helm process."""
    clusters = [file.fleet.clusters[name] for name in names]
    releases = [_release(file, name) for name in names]
    built = zip(names, clusters, releases, render(releases), strict=True)
    return [_bundle(name, cluster, release, objects) for name, cluster, release, objects in built]


def _release(file: FleetFile, name: str) -> Release:
    cluster = file.fleet.clusters[name]
    values = cluster_values(cluster, file.fleet.runbooks, namespaces_on(file, name))
    return Release("triton-platform", RELEASE, cluster_namespace(cluster), values)


def _bundle(name: str, cluster: Cluster, release: Release, objects: Sequence[Object]) -> Bundle:
    scope = scope_of(name)
    charts = nvidia_chart_values(cluster).items()
    files = {
        f"values/{unit_of(name)}.yaml": yamlio.dump(release.values),
        **{f"values/{scope}/{chart}.yaml": yamlio.dump(values) for chart, values in charts},
        **emit_cluster(name, objects),
    }
    if is_configured(cluster):
        files[f"{cluster_folder(name)}/label-nodes.sh"] = label_script(name, cluster)
        files |= node_component(name, cluster)
    return Bundle(unit_of(name), files, {scope: objects}, {scope: objects}, {})

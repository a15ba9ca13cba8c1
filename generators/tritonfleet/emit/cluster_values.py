"""Values of charts/triton-platform for what a cluster needs once: its GPUs, and what watches it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tritonfleet.emit.cluster_monitoring import cluster_monitoring_values, has_monitoring
from tritonfleet.emit.gpu.config_maps import config_map_values
from tritonfleet.emit.gpu.groups import gpu_groups, is_configured
from tritonfleet.emit.interceptor_route import grant_values
from tritonfleet.emit.values import chart_defaults, prune
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def has_unit(cluster: Cluster, namespaces: Collection[str] = ()) -> bool:
    """Whether the cluster, with Triton in these namespaces, needs something once."""
    return is_configured(cluster) or has_monitoring(cluster) or bool(grant_values(cluster, namespaces))


def cluster_namespace(cluster: Cluster) -> str:
    """Where a cluster's release lies: beside NVIDIA's programs, which read ConfigMaps only there.

    Without GPUs it lies beside Prometheus. Rules, monitors and dashboards name their namespace themselves.
    """
    if gpu_groups(cluster) or cluster.prometheus is None:
        return cluster.gpu_stack.namespace
    return cluster.prometheus.namespace


def cluster_values(cluster: Cluster, runbooks: str | None, namespaces: Collection[str] = ()) -> Values:
    """What differs from the chart's defaults. The namespace is somebody else's: nothing else of it is touched.

    ``namespaces`` are those of the cluster's environments.
    """
    values = config_map_values(cluster) | {"namespaceOverride": cluster_namespace(cluster)}
    values |= cluster_monitoring_values(cluster, runbooks) | grant_values(cluster, namespaces)
    return prune(values, chart_defaults("triton-platform"))

"""What NVIDIA's charts are told of dcgm-exporter: values to be merged with one's own.

Sources: NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml (v26.7.0) and controllers/object_controls.go,
NVIDIA/dcgm-exporter:deployment/values.yaml (4.5.3-4.8.2).
"""

from __future__ import annotations

from typing import Any

from tritonfleet import dcgm
from tritonfleet.emit.gpu.config_maps import config_map_name
from tritonfleet.emit.gpu.groups import by_plugin, gpu_groups
from tritonfleet.emit.gpu.places import gpu_nodes
from tritonfleet.emit.gpu.tolerations import EXPORTER, tolerations
from tritonfleet.metrics.releases import before
from tritonfleet.planner.nodes import GPU
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]

_MOUNTED = "default-counters.csv"
"""What the chart of dcgm-exporter mounts over the file of its image, from the volume of this name."""
_VOLUME = "exporter-metrics-volume"


def counters_name() -> str:
    """The name of the ConfigMap with the counters; it differs exactly when they do, so that the exporter restarts."""
    return config_map_name("dcgm-counters", dict(dcgm.exporter().counters))


def is_measured(cluster: Cluster) -> bool:
    """Whether the fleet sets dcgm-exporter up: there are GPUs, and a Prometheus that wants to know of them."""
    return bool(cluster.prometheus and gpu_groups(cluster))


def interval(cluster: Cluster) -> int:
    """Milliseconds between measurements, and between scrapes: the exporter's own, or Prometheus' where that is longer.

    Scraping more often than it measures stores every sample twice.
    """
    every = cluster.prometheus.scrape_interval.amount * 1000 if cluster.prometheus else 0
    return max(dcgm.exporter().interval, int(every))


def operator_exporter_values(cluster: Cluster) -> Values:
    """``dcgmExporter`` of the GPU operator's chart; empty where its defaults do.

    Its own ServiceMonitor goes where the fleet has one: it cannot relabel metrics (applyServiceMonitorCustomEdits).
    """
    values: Values = {}
    environment = _environment(cluster)
    if environment:
        values["env"] = environment
    if _needs_processes(cluster):
        values |= {"hostPID": True, "enablePodUID": True}
    if is_measured(cluster):
        values["config"] = {"name": counters_name()}
    if is_scraped(cluster):
        values["serviceMonitor"] = {"enabled": False}
    return values


def exporter_chart_values(cluster: Cluster) -> Values:
    """Values for the chart of dcgm-exporter, where the device plugin's chart stands alone."""
    values: Values = {**_image(cluster), **_placement(cluster), "extraEnv": _environment(cluster)}
    if _needs_processes(cluster):
        values |= {"hostPID": True, "kubernetes": {"enablePodUID": True}}
    if _attributes_claims(cluster):
        values["kubernetesDRA"] = {"enabled": True}
    items = [{"key": dcgm.OPERATOR_KEY, "path": _MOUNTED}]
    config_map = {"name": counters_name(), "items": items}
    values["extraConfigMapVolumes"] = [{"name": _VOLUME, "configMap": config_map}]
    # The chart's limit of a fifth of a CPU makes scrapes time out: NVIDIA/dcgm-exporter#740, #741.
    values["resources"] = {"limits": {"cpu": None}}
    if is_scraped(cluster):
        values["serviceMonitor"] = {"enabled": False}
    return values


def is_scraped(cluster: Cluster) -> bool:
    """Whether the fleet has dcgm-exporter scraped, instead of NVIDIA's charts."""
    return bool(is_measured(cluster) and cluster.prometheus and cluster.prometheus.monitors != "none")


def _environment(cluster: Cluster) -> list[Values]:
    """How often it measures, and what it needs to find the pods behind shares.

    It knows nvidia.com/gpu and nvidia.com/mig-…; other names must be listed. Pods behind claims it would find with
    KUBERNETES_ENABLE_DRA, but a ClusterPolicy does not let it read ResourceSlices. Sources:
    NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go, pkg/cmd/app.go,
    NVIDIA/gpu-operator:assets/state-dcgm-exporter/0210_clusterrole.yaml.
    """
    environment = {"DCGM_EXPORTER_INTERVAL": str(interval(cluster))} if is_measured(cluster) else {}
    shared = [group for group in by_plugin(gpu_groups(cluster)) if group.replicas]
    if shared:
        environment["KUBERNETES_VIRTUAL_GPUS"] = "true"
    names = {name for group in shared for name in group.resources if name.startswith(f"{GPU}.")}
    if names:
        environment["NVIDIA_RESOURCE_NAMES"] = ",".join(sorted(names))
    return [{"name": name, "value": value} for name, value in environment.items()]


def _needs_processes(cluster: Cluster) -> bool:
    """Whether the exporter must see the node's processes and the pods' uids, lest every sharer of a GPU has 0."""
    if not any(group.replicas for group in by_plugin(gpu_groups(cluster))):
        return False
    known, exporter = cluster.versions, dcgm.exporter()
    if known.dcgm_exporter:
        return exporter.counts_by_process(known.dcgm_exporter)
    operated = cluster.gpu_stack.installed_by == "gpu-operator" and known.gpu_operator
    return not (operated and before(operated, exporter.operator_reads_pods_since))


def _attributes_claims(cluster: Cluster) -> bool:
    """Whether it looks for pods behind claims. It does not beside KUBERNETES_VIRTUAL_GPUS (kubernetes.go, Process)."""
    groups = gpu_groups(cluster)
    return len(by_plugin(groups)) < len(groups) and not any(group.replicas for group in by_plugin(groups))


def _image(cluster: Cluster) -> Values:
    """The image of the declared release; an image's tag names the release of DCGM too."""
    release = cluster.versions.dcgm_exporter or ""
    return {"image": {"tag": dcgm.exporter().tag(release)}} if "-" in release else {}


def _placement(cluster: Cluster) -> Values:
    """The nodes with GPUs: the chart's default is every node, and the exporter exits where there is no driver."""
    values: Values = {"affinity": gpu_nodes()}
    classes = {group.pool.runtime_class for group in gpu_groups(cluster)}
    if len(classes) == 1 and (name := classes.pop()):
        values["runtimeClassName"] = name
    if tolerated := tolerations(cluster, EXPORTER):
        values["tolerations"] = tolerated
    return values

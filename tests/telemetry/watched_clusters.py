"""Clusters that are watched, and what is made for them: values, objects, and what the rules say of both."""

from __future__ import annotations

from typing import Any

from tritonfleet import checks, yamlio
from tritonfleet.emit.cluster_values import cluster_namespace, cluster_values
from tritonfleet.emit.gpu.config_maps import RELEASE
from tritonfleet.render.helm import Object, Release, render
from tritonfleet.spec.cluster import Cluster

Spec = dict[str, Any]

PROMETHEUS = {"namespace": "monitoring", "monitorLabels": {"release": "kps"}}
ALONE = {"installedBy": "device-plugin", "namespace": "nvidia"}
RENAMED = {"replicas": 4, "renameByDefault": True}
CUT = {"strategy": "mixed", "layout": {"1g.10gb": 7}}


def gpus(product: str = "NVIDIA-L40S", **how: Any) -> Spec:
    """A pool of GPUs, shared or cut in some way."""
    return {"nodes": 1, "labels": {"pool": product}, "gpu": {"product": product, "perNode": 4, **how}}


def watched(*, prometheus: Spec | None = None, **more: Any) -> Cluster:
    """A cluster with whole GPUs and a Prometheus; ``more`` and ``prometheus`` say what else."""
    given = {"kubernetes": "1.36", "pools": {"gpus": gpus()}, "prometheus": PROMETHEUS | (prometheus or {})}
    return Cluster.model_validate(given | more)


def unwatched(**more: Any) -> Cluster:
    """The same without a Prometheus."""
    return Cluster.model_validate({"kubernetes": "1.36", "pools": {"gpus": gpus()}} | more)


def release(cluster: Cluster, runbooks: str = "https://runbooks.example.com") -> Release:
    """What the cluster needs once."""
    return Release("triton-platform", RELEASE, cluster_namespace(cluster), cluster_values(cluster, runbooks))


def objects(cluster: Cluster) -> list[Object]:
    """What the chart makes of it, rendered together with another release, as generating does."""
    return render([release(cluster), release(unwatched(gpuStack={}))])[0]


def of_kind(kind: str, found: list[Object]) -> list[Object]:
    return [one for one in found if one["kind"] == kind]


def platform(values: Spec, name: str = "platform") -> list[Object]:
    """The objects of charts/triton-platform for these values, without its network policy."""
    return render([Release("triton-platform", name, "prod", {"networkPolicy": {"enabled": False}} | values)])[
        0
    ]


def findings(*found: Object) -> list[str]:
    """What the rules say of these objects."""
    report = checks.run(yamlio.load_manifests(yamlio.dump_all([*found]), "f.yaml"))
    return [f"{finding.rule} {finding.message}" for finding in report.findings]

"""A cluster: the facts about it that manifests must fit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tritonfleet.spec.base import DnsLabel, DnsSubdomain, LabelKey, LabelValue, NotYet, Spec
from tritonfleet.spec.gpu import PoolGpu

KubernetesVersion = Literal["1.33", "1.34", "1.35", "1.36", "1.37"]
Version = Annotated[str, StringConstraints(pattern=r"^v?\d+\.\d+(\.\d+)?$")]


class Taint(Spec):
    """A taint of every node of a pool; pods placed there tolerate it."""

    value: LabelValue | None = None
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"


class Pool(Spec):
    """Nodes of one kind."""

    nodes: Annotated[int, Field(ge=1, le=5000)]
    labels: Annotated[
        dict[LabelKey, LabelValue], Field(description="labels that every node of the pool has, and no other")
    ] = {}
    taints: dict[LabelKey, Taint] = {}
    runtime_class: DnsLabel | None = None
    gpu: PoolGpu | None = None


class Versions(Spec):
    """Versions of the components that the manifests speak to."""

    argocd: Annotated[Version | None, NotYet("rules that depend on the Argo CD version")] = None
    argo_rollouts: Annotated[Version | None, NotYet("Argo Rollouts")] = None
    device_plugin: Annotated[Version | None, NotYet("device-plugin configuration")] = None
    dcgm_exporter: Annotated[Version | None, NotYet("GPU metrics")] = None
    gpu_operator: Annotated[Version | None, NotYet("GPU operator configuration")] = None
    keda: Annotated[Version | None, NotYet("KEDA scalers")] = None
    kserve: Annotated[Version | None, NotYet("KServe")] = None
    prometheus_operator: Annotated[Version | None, NotYet("monitors")] = None


class Prometheus(Spec):
    """The Prometheus that scrapes this cluster."""

    namespace: Annotated[DnsLabel, Field(description="its pods may reach the metrics port")]
    address: Annotated[str | None, NotYet("queries against Prometheus")] = None
    monitor_labels: Annotated[dict[LabelKey, LabelValue] | None, NotYet("monitors")] = None


class IngressController(Spec):
    """The ingress controller: its class, and the namespace it calls from."""

    class_name: DnsLabel
    namespace: DnsLabel


class Gateway(Spec):
    """A Gateway that routes may attach to, and the namespace its proxies call from."""

    name: DnsLabel
    namespace: DnsLabel
    listener: DnsLabel | None = None


class ArgoCd(Spec):
    """How Argo CD reaches this cluster."""

    namespace: Annotated[DnsLabel, Field(description="where Argo CD and its Applications live")] = "argocd"
    server: str = "https://kubernetes.default.svc"


class Cluster(Spec):
    """One Kubernetes cluster."""

    kubernetes: KubernetesVersion
    pools: Annotated[dict[DnsLabel, Pool], Field(min_length=1)]
    versions: Versions = Versions()
    prometheus: Prometheus | None = None
    ingress: IngressController | None = None
    gateway: Gateway | None = None
    priority_classes: Annotated[
        list[DnsSubdomain] | None, Field(description="those that exist; given, the list is complete")
    ] = None
    argocd: ArgoCd = ArgoCd()
    secret_store: Annotated[DnsLabel | None, NotYet("secret stores")] = None

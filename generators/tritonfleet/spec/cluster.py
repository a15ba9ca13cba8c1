"""A cluster: the facts about it that manifests must fit."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import DnsLabel, DnsSubdomain, LabelKey, LabelValue, NotYet, Spec
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.monitoring import Grafana, Keda, Prometheus

KubernetesVersion = Literal["1.33", "1.34", "1.35", "1.36", "1.37"]
Version = Annotated[str, StringConstraints(pattern=r"^v?\d+\.\d+(\.\d+)?$")]


PoolName = Annotated[DnsLabel, Field(max_length=50)]
"""Names the pool's MIG and device-plugin configurations, which are values of node labels, with a number behind."""


class Taint(Spec):
    """A taint of every node of a pool; pods placed there tolerate it."""

    value: LabelValue | None = None
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"


class Price(Spec):
    """What one GPU costs. The plan sums it up and prefers what costs less."""

    per_gpu_hour: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"


class Pool(Spec):
    """Nodes of one kind."""

    nodes: Annotated[int, Field(ge=1, le=5000)]
    node_names: Annotated[
        list[DnsSubdomain], Field(description="their names, where the nodes are fixed; they get labels")
    ] = []
    labels: Annotated[
        dict[LabelKey, LabelValue], Field(description="labels that every node of the pool has, and no other")
    ] = {}
    taints: dict[LabelKey, Taint] = {}
    runtime_class: DnsLabel | None = None
    gpu: PoolGpu | None = None
    price: Price | None = None

    @model_validator(mode="after")
    def _all_named(self) -> Self:
        names = self.node_names
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise PydanticCustomError("node_names", "nodeNames has {name} twice", {"name": twice[0]})
        if names and len(names) != self.nodes:
            raise PydanticCustomError(
                "node_names",
                "nodes is {nodes}, but nodeNames has {names} names",
                {"nodes": self.nodes, "names": len(names)},
            )
        return self


class GpuStack(Spec):
    """Who configures the GPUs of the cluster: where its ConfigMaps must lie, and for which values are written."""

    installed_by: Annotated[
        Literal["gpu-operator", "device-plugin"],
        Field(description="NVIDIA's operator, or its device-plugin chart alone"),
    ] = "gpu-operator"
    namespace: DnsLabel = "gpu-operator"


class Dra(Spec):
    """The cluster's driver for dynamic resource allocation."""

    driver: Annotated[Version, Field(description="version of dra-driver-nvidia-gpu")] = "0.5.0"
    feature_gates: Annotated[
        dict[str, bool], Field(description="gates of the driver, e.g. TimeSlicingSettings")
    ] = {}
    kubernetes_feature_gates: Annotated[
        dict[str, bool], Field(description="gates of Kubernetes that differ from its version's defaults")
    ] = {}


class Versions(Spec):
    """Versions of the components that the manifests speak to."""

    argocd: Annotated[Version | None, NotYet("rules that depend on the Argo CD version")] = None
    argo_rollouts: Annotated[Version | None, NotYet("Argo Rollouts")] = None
    device_plugin: Version | None = None
    dcgm_exporter: Annotated[
        str | None,
        StringConstraints(pattern=r"^v?\d+\.\d+\.\d+(-\d+\.\d+\.\d+)?$"),
        Field(description="its image tag without the system, e.g. 4.5.3-4.8.2"),
    ] = None
    gpu_driver: Annotated[
        Version | None, Field(description="NVIDIA's driver on the nodes, e.g. 580.65.06")
    ] = None
    gpu_operator: Version | None = None
    keda: Version | None = None
    kserve: Annotated[Version | None, NotYet("KServe")] = None
    prometheus: Version | None = None
    prometheus_operator: Version | None = None


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
    pools: Annotated[dict[PoolName, Pool], Field(min_length=1)]
    versions: Versions = Versions()
    gpu_stack: GpuStack = GpuStack()
    dra: Dra | None = None
    prometheus: Prometheus | None = None
    grafana: Grafana | None = None
    keda: Keda | None = None
    ingress: IngressController | None = None
    gateway: Gateway | None = None
    priority_classes: Annotated[
        list[DnsSubdomain] | None, Field(description="those that exist; given, the list is complete")
    ] = None
    argocd: ArgoCd = ArgoCd()
    secret_store: Annotated[DnsLabel | None, NotYet("secret stores")] = None

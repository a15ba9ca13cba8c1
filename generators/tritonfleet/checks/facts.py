"""What is known about the cluster beyond the manifests at hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tritonfleet.checks.finding import ObjectRef

NEWEST_KUBERNETES = "1.37"
_KUBERNETES = re.compile(r"v?(?P<minor>1\.[0-9]{1,3})(?:[.+-].*)?")


@dataclass(frozen=True, slots=True)
class Taint:
    """A taint of a node. ``value`` is empty where it has none."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """Nodes that are alike: how many, what each advertises (resource → units), and its labels and taints.

    ``labels`` are all that matter to GPU scheduling: those that GPU feature discovery, the MIG manager and the
    pool give. ``pool`` and ``product`` (the catalogue's name, ``A100-80GB``) say where they come from.
    """

    nodes: int
    resources: Mapping[str, int]
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    pool: str = ""
    product: str = ""
    runtime_class: str = ""


@dataclass(frozen=True, slots=True)
class PrometheusFacts:
    """The Prometheus that scrapes the cluster. Labels are those that it selects by; None when unknown.

    ``address`` is what queries are sent to, such as ``http://prometheus.monitoring.svc:9090``.
    """

    namespace: str = ""
    address: str = ""
    monitor_labels: Mapping[str, str] | None = None
    rule_labels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about the cluster that the manifests are meant for. What is not given is unknown, never "none".

    ``kubernetes``: the minor version, such as ``1.36``.
    ``external``: kind → names of the objects of that kind that exist outside the manifests, each ``name`` (in
    any namespace) or ``namespace/name``. A kind that is not a key is unknown; a kind with no names has none
    outside.
    ``nodes``: the nodes with GPUs, all of them; None when nobody said.
    ``versions``: component → version, of ``argocd``, ``argo-rollouts``, ``dcgm-exporter``, ``device-plugin``,
    ``gpu-driver``, ``gpu-operator``, ``keda``, ``kserve``, ``prometheus``, ``prometheus-operator``, ``triton``.
    ``gpu_namespace``: where the GPU operator or the device plugin, and their ConfigMaps, lie.
    ``other_release``: what the chart at hand makes under another release name; None when it is no chart.
    """

    kubernetes: str | None = None
    external: Mapping[str, Collection[str]] = field(default_factory=dict)
    nodes: tuple[NodeFacts, ...] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    prometheus: PrometheusFacts | None = None
    gpu_namespace: str = ""
    other_release: Collection[ObjectRef] | None = None

    def knows(self, kind: str) -> bool:
        """Whether somebody said which objects of this kind exist outside."""
        return kind in self.external

    def exists(self, kind: str, namespace: str, name: str) -> bool:
        """Whether such an object is said to exist outside the manifests."""
        names = self.external.get(kind, ())
        return name in names or f"{namespace}/{name}" in names


def kubernetes_minor(version: str | None) -> str | None:
    """``1.36`` of ``1.36`` or ``v1.36.2-gke.100``; None of what is no version of Kubernetes."""
    match = _KUBERNETES.fullmatch(version or "")
    return match["minor"] if match else None


NOTHING_KNOWN = Facts()

"""The trees that mutants are made of: valid, and clean under every rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.checks import Facts, Finding, run
from tritonfleet.checks.facts import PrometheusFacts
from tritonfleet.emit.gpu.nvidia_charts import made_by_nvidia
from tritonfleet.pipeline.facts import facts_of
from tritonfleet.render import kustomize
from tritonfleet.spec.load import load_fleet
from tritonfleet.yamlio import Manifest

ROOT = Path(__file__).parents[2]
TREE = Path(__file__).parent / "tree"
Object = dict[str, Any]
Identity = tuple[str, str, str]
"""Kind, namespace and name."""


@dataclass(frozen=True, eq=False)
class Base:
    """A valid tree, and what is known about its cluster."""

    name: str
    objects: Sequence[Object]
    facts: Facts

    def of_kinds(self, kinds: Collection[str]) -> Iterator[Object]:
        """Its objects of these kinds; of all kinds when none is given."""
        return (obj for obj in self.objects if not kinds or obj["kind"] in kinds)

    def without(self, obj: Object, *instead: Object) -> list[Object]:
        """Its objects with others in the place of one."""
        found: list[Object] = []
        for each in self.objects:
            found += instead if each is obj else (each,)
        return found


def identity(obj: Mapping[str, Any]) -> Identity:
    """What a finding calls the object."""
    ref = Manifest(dict(obj), "").ref
    return ref.kind, ref.namespace, ref.name


@cache
def bases() -> tuple[Base, ...]:
    """The hand-written tree, and the example fleet in each environment."""
    return (written(), *(example(name) for name in ("prod", "staging", "dev")))


@cache
def written() -> Base:
    """The tree that has what the example does not, or not yet."""
    facts = Facts(
        kubernetes="1.36",
        external=OUTSIDE,
        versions=VERSIONS,
        prometheus=PrometheusFacts("monitoring", "https://prometheus.monitoring.svc:9090", RELEASE, RELEASE),
        other_release=(),
    )
    texts = [(path.read_text(encoding="utf-8"), path.name) for path in sorted(TREE.glob("*.yaml"))]
    return Base("written", [manifest.data for manifest in yamlio.load_streams(texts)], facts)


RELEASE = {"release": "prometheus"}
ALL_HERE = (
    "AnalysisTemplate", "AppProject", "ClusterRole", "ClusterServingRuntime", "ClusterStorageContainer",
    "ClusterTriggerAuthentication", "ConfigMap", "DeviceClass", "Gateway", "GatewayClass", "IngressClass", "LimitRange",
    "Namespace", "PersistentVolumeClaim", "Pod", "PriorityClass", "ResourceClaimTemplate", "Role", "RuntimeClass",
    "ReplicaSet", "Service", "ServiceAccount", "ServingRuntime", "StatefulSet", "StorageClass", "TriggerAuthentication",
)  # fmt: skip
"""Kinds of which the written tree has every object that its cluster has."""
OUTSIDE: Mapping[str, Sequence[str]] = dict.fromkeys(ALL_HERE, ()) | {"Secret": ("triton-prod/pagerduty",)}
VERSIONS = {
    "argo-rollouts": "1.8.3",
    "argocd": "3.2.0",
    "device-plugin": "v0.20.0",
    "gpu-operator": "v26.7.0",
    "keda": "2.18.1",
    "kserve": "0.20.0",
    "triton": "26.07",
}


NONE_ELSEWHERE = ("ClusterTriggerAuthentication", "TriggerAuthentication")
"""Kinds of which the clusters of the example have no object that is not the fleet's."""


@cache
def example(environment: str) -> Base:
    """The example fleet as committed: one environment, its cluster's configuration, and what Argo CD gets."""
    fleet = load_fleet(ROOT / "fleet.yaml").fleet
    cluster = fleet.environments[environment].cluster
    folders = (ROOT / "kustomize" / "overlays" / environment, ROOT / "kustomize" / "clusters" / cluster)
    objects = [obj for folder in folders for obj in kustomize.build(folder)]
    objects += _of_nvidia(cluster, fleet.clusters[cluster].gpu_stack.namespace)
    for path in sorted((ROOT / "kustomize" / "argocd" / cluster).glob("*.yaml")):
        if path.name != "kustomization.yaml":
            objects += [m.data for m in yamlio.load_manifests(path.read_text(encoding="utf-8"), path.name)]
    # Every release of the charts has a name of its own from the fleet.
    facts = replace(facts_of(fleet, environment), other_release=())
    facts = replace(facts, external=dict.fromkeys(NONE_ELSEWHERE, ()) | dict(facts.external))
    return Base(environment, objects, facts)


def _of_nvidia(cluster: str, namespace: str) -> list[Object]:
    """What the charts of NVIDIA that a cluster's values are for make of them, as far as ours refers to it."""
    paths = sorted((ROOT / "values" / "clusters" / cluster).glob("*.yaml"))
    return [
        obj
        for path in paths
        for obj in made_by_nvidia(
            path.stem, yamlio.load_kubernetes(path.read_text(encoding="utf-8"), path.name), namespace
        )
    ]


@cache
def known(base: Base) -> frozenset[Finding]:
    """What the checks say of the tree as it is."""
    return frozenset(run(manifests(base.objects), base.facts).findings)


def manifests(objects: Sequence[Object]) -> list[Manifest]:
    """The objects as a run reads them, without places in files."""
    return [Manifest(obj, "tree") for obj in objects]

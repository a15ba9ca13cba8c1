"""What every Argo CD object of a cluster is made from: the units, the site, and how a unit is synced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tritonfleet.emit.kustomize import OVERLAYS, cluster_folder
from tritonfleet.spec.cluster import ArgoCd
from tritonfleet.spec.fleet import GitOps

Object = dict[str, Any]
GroupKind = tuple[str, str, bool]
"""API group, kind, and whether its objects have a namespace."""

Role = Literal["cluster", "platform", "service"]
"""What a unit is: what a cluster needs once, what a namespace needs once, or a service."""

WAVES: Mapping[Literal["project"] | Role, int] = {"project": -2, "cluster": -1, "platform": 0, "service": 1}
ANNOTATION_LIMIT = 262_144
"""Bytes of all annotations of one object (kubernetes/apimachinery:pkg/api/validation/objectmeta.go)."""


@dataclass(frozen=True)
class AppUnit:
    """What one Application applies: which kinds, and whether some object is too large for client-side apply.

    ``namespace`` is where it belongs, ``namespaces`` all that its objects name. What a cluster needs once has
    ``clusters`` for its environment, and the cluster's name.
    """

    environment: str
    namespace: str
    name: str
    role: Role
    namespaces: tuple[str, ...]
    kinds: frozenset[GroupKind]
    large: bool
    automated: bool
    autoscaled: bool

    @property
    def folder(self) -> str:
        """The folder it applies."""
        return (
            cluster_folder(self.name)
            if self.role == "cluster"
            else f"{OVERLAYS}/{self.environment}/{self.name}"
        )

    @property
    def wave(self) -> int:
        """When it is applied: the cluster's GPUs, then the platform, then the services."""
        return WAVES[self.role]


@dataclass(frozen=True)
class Site:
    """A cluster as Argo CD sees it, and the repository it reads."""

    fleet: str
    cluster: str
    argocd: ArgoCd
    gitops: GitOps

    @property
    def project(self) -> str:
        """The name of the AppProject that the cluster's Applications belong to."""
        return f"{self.fleet}-{self.cluster}"

    def path(self, folder: str) -> str:
        """A folder of the generated tree, as the repository has it."""
        return f"{self.gitops.path}/{folder}" if self.gitops.path else folder

    def source(self, path: str) -> Object:
        """What an Application reads: a folder of the repository."""
        return {
            "repoURL": self.gitops.repo_url,
            "targetRevision": self.gitops.revision,
            "path": path,
        }


def metadata(site: Site, name: str, wave: int) -> Object:
    """Name, namespace, wave and labels of an object of Argo CD."""
    return {
        "name": name,
        "namespace": site.argocd.namespace,
        "annotations": {"argocd.argoproj.io/sync-wave": str(wave)},
        "labels": {"app.kubernetes.io/part-of": site.fleet, "app.kubernetes.io/managed-by": "tritonfleet"},
    }


def ignored(unit: AppUnit) -> list[Object]:
    """Fields that somebody else owns: the replicas of an autoscaled Deployment."""
    if not unit.autoscaled:
        return []
    return [{"group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/replicas"]}]


def sync_policy(unit: AppUnit) -> Object:
    """How a unit is synced; empty when a person does it and nothing is special."""
    options = []
    if unit.autoscaled:
        options.append("RespectIgnoreDifferences=true")
    if unit.large:
        # Client-side apply keeps the whole object in an annotation, which would not fit.
        options.append("ServerSideApply=true")
    automated = {"automated": {"prune": True, "selfHeal": True}} if unit.automated else {}
    return {**automated, **({"syncOptions": options} if options else {})}


def group_kinds(objects: Iterable[Mapping[str, Any]]) -> frozenset[GroupKind]:
    """The kinds of the objects."""
    return frozenset(
        (obj["apiVersion"].rpartition("/")[0], obj["kind"], "namespace" in obj["metadata"]) for obj in objects
    )


def is_large(objects: Iterable[Mapping[str, Any]]) -> bool:
    """Whether client-side apply could not keep some object in its annotation."""
    return any(len(json.dumps(obj)) > ANNOTATION_LIMIT for obj in objects)

"""Argo CD: one project and one Application per service and environment, under a root Application per cluster.

Fields: argoproj/argo-cd:docs/operator-manual/application.yaml, project.yaml, applicationset.yaml. An Application's own
health is not assessed since 1.8, so sync waves between Applications wait only where Argo CD is told how; the component
``argocd-application-health`` is that setting (argoproj/argo-cd:docs/operator-manual/health.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet import yamlio
from tritonfleet.emit.kustomize import COMPONENTS, OVERLAYS, kustomization
from tritonfleet.spec.cluster import ArgoCd
from tritonfleet.spec.fleet import GitOps

Object = dict[str, Any]

APPLICATIONS = "kustomize/argocd"
GroupKind = tuple[str, str, bool]
"""API group, kind, and whether its objects have a namespace."""

ANNOTATION_LIMIT = 262_144
"""Bytes of all annotations of one object (kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/api/validation)."""
WAVES = {"project": -1, "platform": 0, "service": 1}
HEALTH = """\
local health = (obj.status or {}).health or {}
return {status = health.status or "Progressing", message = health.message or ""}
"""


@dataclass(frozen=True)
class AppUnit:
    """What one Application applies: which kinds, and whether some object is too large for client-side apply."""

    environment: str
    namespace: str
    name: str
    is_platform: bool
    kinds: frozenset[GroupKind]
    large: bool
    automated: bool
    autoscaled: bool

    @property
    def overlay(self) -> str:
        return f"{OVERLAYS}/{self.environment}/{self.name}"


@dataclass(frozen=True)
class Site:
    """A cluster as Argo CD sees it, and the repository it reads."""

    fleet: str
    cluster: str
    argocd: ArgoCd
    gitops: GitOps

    @property
    def project(self) -> str:
        return f"{self.fleet}-{self.cluster}"

    def path(self, folder: str) -> str:
        return f"{self.gitops.path}/{folder}" if self.gitops.path else folder

    def source(self, folder: str) -> Object:
        return {
            "repoURL": self.gitops.repo_url,
            "targetRevision": self.gitops.revision,
            "path": self.path(folder),
        }


def emit_cluster(site: Site, units: Sequence[AppUnit]) -> dict[str, str]:
    """Every file below ``kustomize/argocd/<cluster>``."""
    folder = f"{APPLICATIONS}/{site.cluster}"
    by_environment: dict[str, list[Object]] = {}
    for unit in units:
        by_environment.setdefault(unit.environment, []).append(_application(site, unit))
    project = yamlio.dump(_project(site, units))
    resources = ["project.yaml", *(f"{environment}.yaml" for environment in by_environment)]
    files = {
        f"{folder}/kustomization.yaml": yamlio.dump(kustomization(resources=resources)),
        f"{folder}/project.yaml": project,
        f"{folder}/root.yaml": yamlio.dump(_root(site, folder)),
        f"{folder}/applicationset/kustomization.yaml": yamlio.dump(
            kustomization(resources=["project.yaml", "applicationset.yaml"])
        ),
        f"{folder}/applicationset/project.yaml": project,
        f"{folder}/applicationset/applicationset.yaml": yamlio.dump(_application_set(site, units)),
    }
    for environment, applications in by_environment.items():
        files[f"{folder}/{environment}.yaml"] = yamlio.dump_all(applications)
    return files


def emit_health_component() -> dict[str, str]:
    """A component that teaches Argo CD to wait for an Application before the next wave."""
    folder = f"{COMPONENTS}/argocd-application-health"
    key = "/data/resource.customizations.health.argoproj.io_Application"
    patch = yamlio.dump([{"op": "add", "path": key, "value": HEALTH}])
    target = {"version": "v1", "kind": "ConfigMap", "name": "argocd-cm"}
    component = kustomization("Component", patches=[{"target": target, "patch": patch}])
    return {f"{folder}/kustomization.yaml": yamlio.dump(component)}


def _metadata(site: Site, name: str, wave: int) -> Object:
    return {
        "name": name,
        "namespace": site.argocd.namespace,
        "annotations": {"argocd.argoproj.io/sync-wave": str(wave)},
        "labels": {"app.kubernetes.io/part-of": site.fleet, "app.kubernetes.io/managed-by": "tritonfleet"},
    }


def _application(site: Site, unit: AppUnit) -> Object:
    wave = WAVES["platform" if unit.is_platform else "service"]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": _metadata(site, f"{site.fleet}-{unit.environment}-{unit.name}", wave),
        "spec": {
            "project": site.project,
            "source": site.source(unit.overlay),
            "destination": {"server": site.argocd.server, "namespace": unit.namespace},
            **({"ignoreDifferences": [_replicas_ignored()]} if unit.autoscaled else {}),
            **({"syncPolicy": policy} if (policy := _sync_policy(unit)) else {}),
        },
    }


def _replicas_ignored() -> Object:
    return {"group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/replicas"]}


def _sync_policy(unit: AppUnit) -> Object:
    options = []
    if unit.autoscaled:
        options.append("RespectIgnoreDifferences=true")
    if unit.large:
        # Client-side apply keeps the whole object in an annotation, which would not fit.
        options.append("ServerSideApply=true")
    automated = {"automated": {"prune": True, "selfHeal": True}} if unit.automated else {}
    return {**automated, **({"syncOptions": options} if options else {})}


def _root(site: Site, folder: str) -> Object:
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": f"{site.fleet}-{site.cluster}",
            "namespace": site.argocd.namespace,
            "finalizers": ["resources-finalizer.argocd.argoproj.io"],
        },
        "spec": {
            "project": "default",
            "source": site.source(folder),
            "destination": {"server": "https://kubernetes.default.svc", "namespace": site.argocd.namespace},
            "syncPolicy": {"automated": {"prune": True, "selfHeal": True}},
        },
    }


def _project(site: Site, units: Sequence[AppUnit]) -> Object:
    """A project that permits what the units contain, and nothing else."""
    kinds = sorted({kind for unit in units for kind in unit.kinds})
    namespaces = sorted({unit.namespace for unit in units})
    spec = {
        "description": f"Triton services of {site.fleet} on {site.cluster}",
        "sourceRepos": [site.gitops.repo_url],
        "destinations": [{"server": site.argocd.server, "namespace": name} for name in namespaces],
        "clusterResourceWhitelist": _whitelist(kinds, namespaced=False),
        "namespaceResourceWhitelist": _whitelist(kinds, namespaced=True),
    }
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AppProject",
        "metadata": _metadata(site, site.project, WAVES["project"]),
        "spec": spec,
    }


def group_kinds(objects: Iterable[Mapping[str, Any]]) -> frozenset[GroupKind]:
    """The kinds of the objects."""
    return frozenset(
        (obj["apiVersion"].rpartition("/")[0], obj["kind"], "namespace" in obj["metadata"]) for obj in objects
    )


def is_large(objects: Iterable[Mapping[str, Any]]) -> bool:
    """Whether client-side apply could not keep some object in its annotation."""
    return any(len(json.dumps(obj)) > ANNOTATION_LIMIT for obj in objects)


def _whitelist(kinds: Sequence[GroupKind], *, namespaced: bool) -> list[Object]:
    return [
        {"group": group, "kind": kind} for group, kind, has_namespace in kinds if has_namespace == namespaced
    ]


def _application_set(site: Site, units: Sequence[AppUnit]) -> Object:
    """The alternative to app-of-apps: the same Applications from one template."""
    elements = [
        {
            "environment": unit.environment,
            "service": unit.name,
            "namespace": unit.namespace,
            "wave": str(WAVES["platform" if unit.is_platform else "service"]),
            "sync": json.dumps(_sync_policy(unit)),
            "ignore": json.dumps([_replicas_ignored()] if unit.autoscaled else []),
        }
        for unit in units
    ]
    name = f"{site.fleet}-{{{{.environment}}}}-{{{{.service}}}}"
    template = {
        "metadata": _metadata(site, name, 0) | {"annotations": {"argocd.argoproj.io/sync-wave": "{{.wave}}"}},
        "spec": {
            "project": site.project,
            "source": site.source(f"{OVERLAYS}/{{{{.environment}}}}/{{{{.service}}}}"),
            "destination": {"server": site.argocd.server, "namespace": "{{.namespace}}"},
        },
    }
    del template["metadata"]["namespace"]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": _metadata(site, f"{site.fleet}-{site.cluster}", 0),
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            "generators": [{"list": {"elements": elements}}],
            "template": template,
            "templatePatch": "spec:\n  syncPolicy: {{.sync}}\n  ignoreDifferences: {{.ignore}}\n",
        },
    }

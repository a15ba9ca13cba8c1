"""Argo CD: a project per cluster, and under its root an Application for its GPUs and for each service and environment.

Fields: argoproj/argo-cd:docs/operator-manual/application.yaml, project.yaml, applicationset.yaml. An Application's own
health is not assessed since 1.8, so sync waves between Applications wait only where Argo CD is told how; the component
``argocd-application-health`` is that setting (argoproj/argo-cd:docs/operator-manual/health.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet import yamlio
from tritonfleet.emit.argocd.applicationset import application_set
from tritonfleet.emit.argocd.project import project
from tritonfleet.emit.argocd.site import (
    AppUnit,
    GroupKind,
    Object,
    Site,
    group_kinds,
    ignored,
    is_large,
    metadata,
    sync_policy,
)
from tritonfleet.emit.kustomize import COMPONENTS, kustomization

__all__ = [
    "AppUnit",
    "GroupKind",
    "Site",
    "emit_cluster",
    "emit_health_component",
    "group_kinds",
    "health_setting",
    "is_large",
]

APPLICATIONS = "kustomize/argocd"
HEALTH_KEY = "resource.customizations.health.argoproj.io_Application"
HEALTH = """\
local health = (obj.status or {}).health or {}
return {status = health.status or "Progressing", message = health.message or ""}
"""


def emit_cluster(site: Site, units: Sequence[AppUnit]) -> dict[str, str]:
    """Every file below ``kustomize/argocd/<cluster>``."""
    folder = f"{APPLICATIONS}/{site.cluster}"
    by_environment: dict[str, list[Object]] = {}
    for unit in units:
        by_environment.setdefault(unit.environment, []).append(_application(site, unit))
    permitted = yamlio.dump(project(site, units))
    resources = ["project.yaml", *map(_file_of, by_environment)]
    files = {
        f"{folder}/kustomization.yaml": yamlio.dump(kustomization(resources=resources)),
        f"{folder}/project.yaml": permitted,
        f"{folder}/root.yaml": yamlio.dump(_root(site, folder)),
        f"{folder}/applicationset/kustomization.yaml": yamlio.dump(
            kustomization(resources=["project.yaml", "applicationset.yaml"])
        ),
        f"{folder}/applicationset/project.yaml": permitted,
        f"{folder}/applicationset/applicationset.yaml": yamlio.dump(application_set(site, units)),
    }
    for environment, applications in by_environment.items():
        files[f"{folder}/{_file_of(environment)}"] = yamlio.dump_all(applications)
    return files


def _file_of(environment: str) -> str:
    """The file of an environment's Applications: its name, also where a file of the cluster's own has that name."""
    taken = environment in ("kustomization", "project", "root")
    return f"{environment}.applications.yaml" if taken else f"{environment}.yaml"


def health_setting(namespace: str) -> Object:
    """Argo CD's own ConfigMap as the component leaves it, as far as it matters here."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "argocd-cm", "namespace": namespace},
        "data": {HEALTH_KEY: HEALTH},
    }


def emit_health_component() -> dict[str, str]:
    """A component that teaches Argo CD to wait for an Application before the next wave."""
    folder = f"{COMPONENTS}/argocd-application-health"
    patch = yamlio.dump([{"op": "add", "path": f"/data/{HEALTH_KEY}", "value": HEALTH}])
    target = {"version": "v1", "kind": "ConfigMap", "name": "argocd-cm"}
    component = kustomization("Component", patches=[{"target": target, "patch": patch}])
    return {f"{folder}/kustomization.yaml": yamlio.dump(component)}


def _application(site: Site, unit: AppUnit) -> Object:
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": metadata(site, f"{site.fleet}-{unit.environment}-{unit.name}", unit.wave),
        "spec": {
            "project": site.project,
            "source": site.source(site.path(unit.folder)),
            "destination": {"server": site.argocd.server, "namespace": unit.namespace},
            **({"ignoreDifferences": differences} if (differences := ignored(unit)) else {}),
            **({"syncPolicy": policy} if (policy := sync_policy(unit)) else {}),
        },
    }


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
            "source": site.source(site.path(folder)),
            "destination": {"server": "https://kubernetes.default.svc", "namespace": site.argocd.namespace},
            "syncPolicy": {"automated": {"prune": True, "selfHeal": True}},
        },
    }

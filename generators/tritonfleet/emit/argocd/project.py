"""The AppProject of a cluster: it permits what the units contain, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.emit.argocd.site import WAVES, AppUnit, GroupKind, Object, Site, metadata


def project(site: Site, units: Sequence[AppUnit]) -> Object:
    """The project, by what the units are."""
    kinds = sorted({kind for unit in units for kind in unit.kinds})
    namespaces = sorted({name for unit in units for name in (unit.namespace, *unit.namespaces)})
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
        "metadata": metadata(site, site.project, WAVES["project"]),
        "spec": spec,
    }


def _whitelist(kinds: Sequence[GroupKind], *, namespaced: bool) -> list[Object]:
    return [
        {"group": group, "kind": kind} for group, kind, has_namespace in kinds if has_namespace == namespaced
    ]

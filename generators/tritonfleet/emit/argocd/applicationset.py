"""The alternative to app-of-apps: one ApplicationSet that makes the same Applications from a list.

Fields: argoproj/argo-cd:docs/operator-manual/applicationset.yaml.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from tritonfleet.emit.argocd.site import AppUnit, Object, Site, ignored, metadata, sync_policy

PATCH = "spec:\n  syncPolicy: {{.sync}}\n  ignoreDifferences: {{.ignore}}\n"
"""Policies differ in shape from unit to unit, which a plain template cannot say."""


def application_set(site: Site, units: Sequence[AppUnit]) -> Object:
    """The ApplicationSet of a cluster."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": metadata(site, f"{site.fleet}-{site.cluster}", 0),
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            "generators": [{"list": {"elements": [_element(site, unit) for unit in units]}}],
            "template": _template(site),
            "templatePatch": PATCH,
            # An environment or a service that leaves the list must not take what serves with it.
            "syncPolicy": {"preserveResourcesOnDeletion": True},
        },
    }


def _element(site: Site, unit: AppUnit) -> Object:
    return {
        "environment": unit.environment,
        "service": unit.name,
        "namespace": unit.namespace,
        "path": site.path(unit.folder),
        "wave": str(unit.wave),
        "sync": json.dumps(sync_policy(unit)),
        "ignore": json.dumps(ignored(unit)),
    }


def _template(site: Site) -> Object:
    own = metadata(site, f"{site.fleet}-{{{{.environment}}}}-{{{{.service}}}}", 0)
    own["annotations"] = {"argocd.argoproj.io/sync-wave": "{{.wave}}"}
    del own["namespace"]
    return {
        "metadata": own,
        "spec": {
            "project": site.project,
            "source": site.source("{{.path}}"),
            "destination": {"server": site.argocd.server, "namespace": "{{.namespace}}"},
        },
    }

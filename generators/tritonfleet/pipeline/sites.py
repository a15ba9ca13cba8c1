"""The files about all services together: each environment's kustomization, and Argo CD's applications."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet import yamlio
from tritonfleet.emit.argocd import AppUnit, Site, emit_cluster, emit_health_component
from tritonfleet.emit.cluster_values import cluster_namespace
from tritonfleet.emit.kustomize import emit_environments
from tritonfleet.emit.prometheus_adapter import adapter_values
from tritonfleet.emit.tree import Text, sign
from tritonfleet.pipeline.clusters import scope_of, unit_of
from tritonfleet.pipeline.records import BuiltRecord
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import CLUSTERS, PLATFORM


def shared_files(file: FleetFile, records: Mapping[str, BuiltRecord]) -> dict[str, Text]:
    """Signed files by path. What a cluster needs once comes first, then the platform in each environment."""
    order = [PLATFORM, *(name for name in records if name != PLATFORM)]
    members = {
        environment: [name for name in order if environment in records[name].apps]
        for environment in file.fleet.environments
    }
    files = emit_environments(members) | _adapters(file, records)
    if file.fleet.gitops:
        files |= emit_health_component()
        for cluster in file.fleet.clusters:
            units = [
                _unit(file, environment, name, records[name])
                for environment, names in members.items()
                if file.fleet.environments[environment].cluster == cluster
                for name in names
            ]
            if unit_of(cluster) in records:
                units.insert(0, _cluster_unit(file, cluster, records[unit_of(cluster)]))
            if units:
                argocd = file.fleet.clusters[cluster].argocd
                site = Site(file.fleet.metadata.name, cluster, argocd, file.fleet.gitops)
                files |= emit_cluster(site, units)
    return {path: sign(path, text) for path, text in files.items()}


def _adapters(file: FleetFile, records: Mapping[str, BuiltRecord]) -> dict[str, str]:
    """Values of prometheus-adapter, for each cluster where a HorizontalPodAutoscaler asks it."""
    files = {}
    for cluster in file.fleet.clusters:
        own = [name for name, e in file.fleet.environments.items() if e.cluster == cluster]
        rules = [rule for record in records.values() for name in own for rule in record.adapter.get(name, ())]
        if rules:
            files[f"values/{scope_of(cluster)}/prometheus-adapter.yaml"] = yamlio.dump(adapter_values(rules))
    return files


def _unit(file: FleetFile, environment: str, name: str, record: BuiltRecord) -> AppUnit:
    declared, app = file.fleet.environments[environment], record.apps[environment]
    return AppUnit(
        environment=environment,
        namespace=declared.namespace,
        name=name,
        role="platform" if name == PLATFORM else "service",
        namespaces=tuple(filter(None, app.namespaces.split(","))),
        kinds=app.group_kinds(),
        large=app.large,
        automated=declared.sync == "automated",
        autoscaled=app.autoscaled,
    )


def _cluster_unit(file: FleetFile, cluster: str, record: BuiltRecord) -> AppUnit:
    """What the cluster needs once. It is changed by hand where some environment of the cluster is."""
    app = record.apps[scope_of(cluster)]
    sharers = [e for e in file.fleet.environments.values() if e.cluster == cluster]
    return AppUnit(
        environment=CLUSTERS,
        namespace=cluster_namespace(file.fleet.clusters[cluster]),
        name=cluster,
        role="cluster",
        namespaces=tuple(filter(None, app.namespaces.split(","))),
        kinds=app.group_kinds(),
        large=app.large,
        automated=all(environment.sync == "automated" for environment in sharers),
        autoscaled=app.autoscaled,
    )

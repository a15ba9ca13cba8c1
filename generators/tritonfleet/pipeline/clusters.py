"""What a cluster needs once, the configuration of its GPUs and what watches it: a unit beside the services."""

from __future__ import annotations

from tritonfleet.digests import data_digest, digest
from tritonfleet.emit.cluster_values import has_unit
from tritonfleet.pipeline.keys import tool_digest
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import CLUSTERS, PLATFORM


def scope_of(cluster: str) -> str:
    """What stands for the environment in the results of a cluster's unit."""
    return f"{CLUSTERS}/{cluster}"


def unit_of(cluster: str) -> str:
    """The name of a cluster's unit; no service's has a slash."""
    return f"{scope_of(cluster)}/{PLATFORM}"


def namespaces_on(file: FleetFile, cluster: str) -> list[str]:
    """The namespaces of the environments on a cluster, sorted."""
    return sorted(e.namespace for e in file.fleet.environments.values() if e.cluster == cluster)


def cluster_keys(file: FleetFile) -> dict[str, str]:
    """Content keys of the units there are: cluster → key. One whose GPUs are all whole, and unwatched, has none."""
    runbooks = file.fleet.runbooks or ""
    keys = {}
    for name, cluster in file.fleet.clusters.items():
        namespaces = namespaces_on(file, name)
        if has_unit(cluster, namespaces):
            facts = data_digest([cluster.model_dump(mode="json"), namespaces])
            keys[name] = digest(tool_digest(), unit_of(name), runbooks, facts)
    return keys

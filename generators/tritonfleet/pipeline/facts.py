"""What a fleet says of its clusters, as the check engine asks for it."""

from __future__ import annotations

from dataclasses import replace

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import PrometheusFacts
from tritonfleet.pipeline.node_facts import node_facts
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.environment import Environment
from tritonfleet.spec.fleet import Fleet
from tritonfleet.spec.monitoring import Prometheus


def facts_of(fleet: Fleet, environment: str) -> Facts:
    """The facts of one environment. What the fleet does not say stays unknown."""
    declared = fleet.environments[environment]
    cluster = fleet.clusters[declared.cluster]
    return _facts(cluster, _in_namespace(declared) | _in_cluster(cluster))


def cluster_facts(cluster: Cluster, triton: str = "") -> Facts:
    """The facts of a cluster as far as they hold in all its namespaces. ``triton`` is ``earliest_release``."""
    facts = _facts(cluster, _in_cluster(cluster))
    return replace(facts, versions={**facts.versions, **({"triton": triton} if triton else {})})


def earliest_release(fleet: Fleet) -> str:
    """Triton's release of the service that has the oldest, such as ``26.06``; empty where none is known.

    What an environment overrides is left out: who runs an older release there knows of it.
    """
    releases = [service.image.triton_release for service in fleet.services.values()]
    known = [release for release in releases if release is not None]
    return "{:02}.{:02}".format(*min(known)) if known else ""


def _facts(cluster: Cluster, external: dict[str, list[str]]) -> Facts:
    given = cluster.versions.model_dump(exclude_none=True, by_alias=False)
    return Facts(
        kubernetes=cluster.kubernetes,
        external=external,
        nodes=node_facts(cluster),
        versions={name.replace("_", "-"): version for name, version in given.items()},
        prometheus=_prometheus(cluster.prometheus) if cluster.prometheus else None,
        gpu_namespace=cluster.gpu_stack.namespace,
    )


def _prometheus(given: Prometheus) -> PrometheusFacts:
    return PrometheusFacts(
        given.namespace, given.address or "", given.monitor_labels, given.selected_rule_labels
    )


def _in_namespace(environment: Environment) -> dict[str, list[str]]:
    existing = environment.existing
    given = {
        "Secret": existing.secrets,
        "ConfigMap": existing.config_maps,
        "PersistentVolumeClaim": existing.persistent_volume_claims,
    }
    # Every namespace has this one (kubernetes/kubernetes:pkg/controller/serviceaccount).
    accounts = {"ServiceAccount": ["default"]}
    return accounts | {kind: names for kind, names in given.items() if names is not None}


def _in_cluster(cluster: Cluster) -> dict[str, list[str]]:
    classes = sorted({pool.runtime_class for pool in cluster.pools.values() if pool.runtime_class})
    external = {"RuntimeClass": classes}
    if cluster.ingress:
        external["IngressClass"] = [cluster.ingress.class_name]
    if cluster.gateway:
        external["Gateway"] = [f"{cluster.gateway.namespace}/{cluster.gateway.name}"]
    if cluster.priority_classes is not None:
        external["PriorityClass"] = list(cluster.priority_classes)
    return external

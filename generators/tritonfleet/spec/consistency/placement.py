"""Placement: what a service asks for is there, in the pool and in the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.plan import PoolKey, Usage, placement_of
from tritonfleet.planner.pools import candidates, describe, place, request_text
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, written_at
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import suggest

IMAGE_VOLUMES_SINCE = (1, 35)
"""Kubernetes version from which image volumes are on by default."""


def check_capacity(file: FleetFile, pools: Iterable[Usage], users: Mapping[PoolKey, str]) -> Iterator[Broken]:
    """No pool is asked for more than it has. ``users`` names a service and environment for each pool."""
    for used in pools:
        if used.used > used.capacity:
            message = (
                f"pool {used.pool} of cluster {used.cluster} has {used.capacity} {used.resource}, "
                f"and {used.used} are asked for by {users[used.cluster, used.pool, used.resource]}"
            )
            path: Key = ("clusters", used.cluster, "pools", used.pool)
            yield Broken("FLT015", path, message, "lower replicas, or add nodes to the pool")


def _pool_offers(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if environment.cluster is None:
        return
    pools, spec = environment.cluster.pools, service.spec
    where = f"environment {environment.name}, service {service.name}"
    if spec.pool and spec.pool not in pools:
        message = f"{where}: cluster {environment.cluster_name} has no pool `{spec.pool}`"
        yield Broken(
            "FLT007", written_at(environment, service.name, "pool"), message, suggest(spec.pool, pools)
        )
        return
    if spec.gpu is None or request_text(spec.gpu) == "planned" or placement_of(service, environment):
        return
    asked = request_text(spec.gpu)
    path = written_at(environment, service.name, "gpu")
    if spec.pool and not place(spec.gpu, spec.pool, pools[spec.pool]):
        message = f"{where}: pool {spec.pool} does not offer {asked}"
        yield Broken("FLT008", path, message, f"it offers {describe(spec.pool, pools[spec.pool])}")
    elif found := [placement.pool_name for placement in candidates(spec.gpu, pools)]:
        message = f"{where}: pools {', '.join(found)} all offer {asked}"
        yield Broken("FLT009", path, message, "choose one with `pool`")
    else:
        offered = "; ".join(f"{name}: {describe(name, pool)}" for name, pool in pools.items())
        yield Broken("FLT008", path, f"{where}: no pool offers {asked}", f"there is {offered}")


def _gpu_instances(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if service.spec.gpu is not None:
        return
    for name, model in service.models.items():
        for key, group in model.instance_groups.items():
            if group.kind == "GPU":
                message = f"model {name} runs on GPU, but service {service.name} asks for none"
                path: Key = ("models", name, "instanceGroups", key, "kind")
                yield Broken("FLT014", path, message, "ask for one with `gpu`, or use kind: CPU or AUTO")


def _image_volumes(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """On by default since 1.35 (kubernetes/kubernetes:pkg/features/kube_features.go, ImageVolume)."""
    if service.spec.repository.image is None or environment.cluster is None:
        return
    version = environment.cluster.kubernetes
    if tuple(map(int, version.split("."))) < IMAGE_VOLUMES_SINCE:
        message = (
            f"environment {environment.name}, service {service.name}: image volumes are off by default "
            f"in Kubernetes {version} of cluster {environment.cluster_name}"
        )
        path = written_at(environment, service.name, "repository")
        fix = "switch on the feature gate ImageVolume there, or use another repository"
        yield Broken("FLT018", path, message, fix, Severity.WARNING)


RULES: tuple[ServiceRule, ...] = (_pool_offers, _gpu_instances, _image_volumes)

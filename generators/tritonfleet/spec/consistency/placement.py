"""Placement: what a service asks for is there, in the pool and in the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.pools import candidates, describe, place, request_text
from tritonfleet.planner.usage import PoolKey, Usage, placement_of
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.plan_file import REMAKE
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import suggest
from tritonfleet.tools.version import Version
from tritonfleet.words import count

IMAGE_VOLUMES_SINCE = Version(1, 35, 0)
"""Kubernetes version from which image volumes are on by default."""


def check_capacity(file: FleetFile, pools: Iterable[Usage], users: Mapping[PoolKey, str]) -> Iterator[Broken]:
    """No pool is asked for more than it has, now or in a rollout. ``users`` names a service and environment a pool."""
    for used in pools:
        if used.used > used.capacity:
            message = (
                f"pool {used.pool} of cluster {used.cluster} has {used.capacity} {used.resource}, "
                f"and {used.used} are asked for by {users[used.pool_key]}"
            )
            path: Key = ("clusters", used.cluster, "pools", used.pool)
            yield Broken("FLT015", path, message, "lower replicas, or add nodes to the pool")
        elif used.surge > used.free:
            message = (
                f"pool {used.pool} of cluster {used.cluster} has {used.free} {used.resource} free, and a rollout with "
                f"maxSurge and no maxUnavailable takes {used.surge}: it would wait for ever "
                f"({users[used.pool_key]})"
            )
            path = ("clusters", used.cluster, "pools", used.pool)
            yield Broken(
                "FLT034", path, message, "give it rollout.maxUnavailable: 1, or add nodes to the pool"
            )


def pool_exists(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """The pool that a service, or the plan for it, names is one of the cluster's."""
    pool, cluster = service.spec.pool, environment.cluster
    if cluster is None or pool is None or pool in cluster.pools:
        return
    where = named(environment, service)
    planned = file.plan is not None and file.plan.decides(environment.name, service.name)
    by_plan = planned and service.spec.gpu is not None and service.spec.gpu.planned
    yield Broken(
        "FLT007",
        written_at(environment, service.name, "pool"),
        f"{where}: cluster {environment.cluster_name} has no pool `{pool}`",
        REMAKE if by_plan else suggest(pool, cluster.pools),
    )


def _pool_offers(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if environment.cluster is None:
        return
    pools, spec = environment.cluster.pools, service.spec
    where = named(environment, service)
    if spec.pool and spec.pool not in pools:
        return  # pool_exists says so.
    if spec.gpu is None or request_text(spec.gpu) == "planned" or placement_of(service, environment):
        return
    asked = request_text(spec.gpu) + (" by DRA" if spec.gpu.allocation == "dra" else "")
    path = written_at(environment, service.name, "gpu")
    if spec.pool and not place(spec.gpu, spec.pool, pools[spec.pool]):
        message = f"{where}: pool {spec.pool} does not offer {asked}"
        offered = f"it offers {describe(spec.pool, pools[spec.pool])}"
        yield Broken("FLT008", path, message, REMAKE if spec.gpu.planned else offered)
    elif found := [placement.pool_name for placement in candidates(spec.gpu, pools)]:
        message = f"{where}: pools {', '.join(found)} all offer {asked}"
        yield Broken("FLT009", path, message, "choose one with `pool`")
    else:
        offered = "; ".join(f"{name}: {describe(name, pool)}" for name, pool in pools.items())
        yield Broken("FLT008", path, f"{where}: no pool offers {asked}", f"there is {offered}")


def _on_one_node(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """A pod's GPUs are of one node, so a pool with enough of them may still have no room for the pods."""
    placement = placement_of(service, environment)
    if placement is None or service.spec.replicas <= placement.pods:
        return
    if service.spec.replicas * placement.count > placement.capacity:
        return  # check_capacity says so, with everybody who asks.
    room = f"room for {count(placement.pods, 'pod')}" if placement.pods else "no node with so many"
    message = (
        f"{named(environment, service)}: {count(service.spec.replicas, 'pod')} of "
        f"{placement.count} GPUs on one node each, and pool {placement.pool_name} has {room}"
    )
    fix = "ask for fewer GPUs a pod, or lower replicas"
    yield Broken("FLT015", written_at(environment, service.name, "gpu"), message, fix)


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
    if Version.parse(version) < IMAGE_VOLUMES_SINCE:
        message = (
            f"{named(environment, service)}: image volumes are off by default "
            f"in Kubernetes {version} of cluster {environment.cluster_name}"
        )
        path = written_at(environment, service.name, "repository")
        fix = "switch on the feature gate ImageVolume there, or use another repository"
        yield Broken("FLT018", path, message, fix, Severity.WARNING)


RULES: tuple[ServiceRule, ...] = (pool_exists, _pool_offers, _on_one_node, _gpu_instances, _image_volumes)

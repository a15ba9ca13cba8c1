"""What services ask of the pools of a cluster, and what the pools have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tritonfleet.dra import counted_as
from tritonfleet.planner.gpu_memory import needed_mib, unit_memory
from tritonfleet.planner.pools import Placement, candidates, place, request_text
from tritonfleet.planner.rollout import surges_only
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

PoolKey = tuple[str, str, str, str]
"""Cluster, pool, resource, request: what capacity is counted by. Under MIG single one resource is of several sizes."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a pool's resource all environments together ask for.

    ``surge`` is how much of it must be free for a rollout that takes no old pod away before a new one runs. ``scaled``
    is how many services may ask for more by themselves.
    """

    cluster: str
    pool: str
    resource: str
    capacity: int
    used: int
    nodes: int = 1
    surge: int = 0
    request: str = ""
    scaled: int = 0

    @property
    def pool_key(self) -> PoolKey:
        """What it is counted by."""
        return self.cluster, self.pool, self.resource, self.request

    @property
    def free(self) -> int:
        """How much nobody asks for; below 0 where too much is asked for."""
        return self.capacity - self.used

    def has_room(self, per_pod: int) -> bool:
        """Whether one more pod finds its GPUs on one node, however unluckily the free ones are spread."""
        return self.free > self.nodes * (per_pod - 1)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one service asks of a pool's resource: in total, and for one more pod.

    ``memory_mib`` is what the pod's models need of a device, ``sharers`` how many pods a device is shared by, and
    ``device_mib`` its memory (None: not known). ``counted_as`` is what a ResourceQuota counts it by. ``surge`` is
    what a rollout cannot do without, on top. ``request`` is the unit, as ``request_text`` has it. ``scaled``: an
    autoscaler may ask for more; ``bounded``: the fleet says between which numbers of pods.
    """

    cluster: str
    pool: str
    resource: str
    capacity: int
    total: int
    per_pod: int
    nodes: int = 1
    memory_mib: int = 0
    sharers: int = 1
    device_mib: int | None = None
    counted_as: str = ""
    surge: int = 0
    request: str = ""
    scaled: bool = False
    bounded: bool = False

    @property
    def pool_key(self) -> PoolKey:
        """What it is counted by."""
        return self.cluster, self.pool, self.resource, self.request


def placement_of(service: ResolvedService, environment: ResolvedEnvironment) -> Placement | None:
    """The pool and resource a service gets; None without a GPU, a cluster, or a pool that offers it."""
    if service.spec.gpu is None or environment.cluster is None:
        return None
    pools = environment.cluster.pools
    if service.spec.pool:
        pool = pools.get(service.spec.pool)
        return place(service.spec.gpu, service.spec.pool, pool) if pool else None
    found = candidates(service.spec.gpu, pools)
    return found[0] if len(found) == 1 else None


def demand_of(service: ResolvedService, environment: ResolvedEnvironment) -> Demand | None:
    """What a service asks of a pool in one environment; None without a GPU or a pool."""
    placement, request = placement_of(service, environment), service.spec.gpu
    if placement is None or request is None:
        return None
    key = (environment.cluster_name, placement.pool_name, placement.resource)
    scaling = service.spec.scaling
    device = unit_memory(placement.pool.gpu, request_text(request)) if placement.pool.gpu else None
    return Demand(
        *key,
        capacity=placement.capacity,
        total=placement.count * service.spec.replicas,
        per_pod=placement.count,
        nodes=placement.pool.nodes,
        memory_mib=needed_mib(service.models),
        sharers=request.share or 1 if placement.pool.gpu and not placement.pool.gpu.mps else 1,
        device_mib=device.mib if device else None,
        counted_as=counted_as(request, placement.resource),
        request=request_text(request),
        surge=placement.count if surges_only(service.spec) and service.spec.replicas else 0,
        scaled=scaling is not None and scaling.owner != "external",
        bounded=scaling is not None and (scaling.min is not None or scaling.max is not None),
    )


def usage(demands: Iterable[Demand]) -> dict[PoolKey, Usage]:
    """What each pool has and what is asked of it, over all environments that share the cluster."""
    asked: dict[PoolKey, list[Demand]] = defaultdict(list)
    for demand in demands:
        asked[demand.pool_key].append(demand)
    return {key: _sum(asked[key]) for key in sorted(asked)}


def _sum(demands: Sequence[Demand]) -> Usage:
    first = demands[0]
    return Usage(
        first.cluster,
        first.pool,
        first.resource,
        first.capacity,
        used=sum(demand.total for demand in demands),
        nodes=first.nodes,
        surge=max(demand.surge for demand in demands),
        request=first.request,
        scaled=sum(demand.scaled for demand in demands),
    )

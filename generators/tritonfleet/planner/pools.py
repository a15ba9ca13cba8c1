"""Which request a node pool can serve, by which resource, and how many of them it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tritonfleet.geometry import resource_name
from tritonfleet.planner.nodes import NodeGroup, node_groups
from tritonfleet.planner.units import unit_parts, unit_text
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import Allocation, GpuRequest


@dataclass(frozen=True, slots=True)
class Offer:
    """One extended resource of a pool: the request that means it, how many the nodes have, and those nodes' product.

    ``request`` is what ``request_text`` says of a request; ``nodes`` has how many one node has, and how many such
    nodes there are.
    """

    resource: str
    request: str
    nodes: tuple[tuple[int, int], ...]
    products: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many all nodes have."""
        return self.pods(1)

    def pods(self, count: int) -> int:
        """How many pods with so many of it there is room for, each on one node."""
        return sum(amount // count * nodes for amount, nodes in self.nodes)

    def serves(self, request: GpuRequest) -> bool:
        """Whether this is what is asked for, however many."""
        return self.request == request_text(request)


@dataclass(frozen=True, slots=True)
class Placement:
    """A GPU request resolved on a pool: what one pod asks for, and ``gpu.product`` of the nodes that have it.

    ``capacity`` counts the resource, ``pods`` the pods that find all they ask for on one node.
    """

    pool_name: str
    pool: Pool
    resource: str
    count: int
    capacity: int
    products: tuple[str, ...]
    pods: int = 0


def request_text(request: GpuRequest) -> str:
    """What is asked for, but not how many: ``count``, ``share 4``, ``slice 1g.10gb``, ``slice 1g.10gb share 2``."""
    undecided = request.planned and not (request.count or request.slice or request.share)
    return "planned" if undecided else unit_text(request.slice, request.share)


def unit_request(unit: str, allocation: Allocation) -> GpuRequest:
    """The request that ``request_text`` calls so, for one pod and one GPU."""
    profile, sharers = unit_parts(unit)
    count = None if profile or sharers else 1
    return GpuRequest(count=count, slice=profile, share=sharers, allocation=allocation)


def offers(name: str, pool: Pool) -> tuple[Offer, ...]:
    """Every extended resource that the pool's nodes advertise."""
    return _offers(name, _Same(pool))


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    """A pool as a key: itself, whatever equals it. Every service asks every pool, so an answer is kept."""

    pool: Pool

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.pool is self.pool

    def __hash__(self) -> int:
        return id(self.pool)


@lru_cache(maxsize=256)
def _offers(name: str, same: _Same) -> tuple[Offer, ...]:
    found: dict[tuple[str, str], list[NodeGroup]] = {}
    for group in node_groups(name, same.pool):
        for device in group.devices:
            key = group.advertised(device), _request(group, device)
            found.setdefault(key, []).append(group)
    return tuple(
        Offer(
            resource,
            request,
            tuple((group.resources[resource], len(group.nodes)) for group in groups),
            tuple(dict.fromkeys(group.product for group in groups)),
        )
        for (resource, request), groups in found.items()
    )


def _request(group: NodeGroup, device: str) -> str:
    """The request that a device of the nodes serves."""
    profiles = sorted({profile for layout in group.layouts for profile in layout})
    if group.strategy != "single":
        profiles = [profile for profile in profiles if resource_name(profile) == device]
    # Several only where single has several, which FLT024 refuses: together they are no request.
    return unit_text(" ".join(profiles) or None, group.replicas.get(device))


def place(request: GpuRequest, name: str, pool: Pool) -> Placement | None:
    """The request on this pool, or None when its nodes do not offer it."""
    if pool.gpu is None or pool.gpu.allocation != request.allocation:
        return None
    for offer in offers(name, pool):
        if offer.serves(request):
            count = request.count or 1
            return Placement(
                name, pool, offer.resource, count, offer.total, offer.products, offer.pods(count)
            )
    return None


def candidates(request: GpuRequest, pools: Mapping[str, Pool]) -> list[Placement]:
    """The request on every pool that offers it, in the order the cluster names them."""
    found = (place(request, name, pool) for name, pool in pools.items())
    return [placement for placement in found if placement]


def describe(name: str, pool: Pool) -> str:
    """What a pool offers, for a message."""
    found = [f"{offer.request} ({offer.resource})" for offer in offers(name, pool)]
    by = " by DRA" if pool.gpu and pool.gpu.allocation == "dra" else ""
    return ", ".join(found) + by if found else "no GPU"

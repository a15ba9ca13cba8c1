"""Which request a node pool can serve, by which resource, and how many of them it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tritonfleet.geometry import resource_name
from tritonfleet.planner.nodes import NodeGroup, node_groups
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
    parts = [
        f"slice {request.slice}" if request.slice else "",
        f"share {request.share}" if request.share else "",
    ]
    undecided = request.planned and not request.count
    return " ".join(part for part in parts if part) or ("planned" if undecided else "count")


def unit_request(unit: str, allocation: Allocation) -> GpuRequest:
    """The request that ``request_text`` calls so, for one pod and one GPU."""
    words = unit.split()
    found = dict(zip(words[::2], words[1::2], strict=False))
    return GpuRequest(
        count=None if found else 1,
        slice=found.get("slice"),
        share=int(found["share"]) if "share" in found else None,
        allocation=allocation,
    )


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
    profiles = {profile for layout in group.layouts for profile in layout}
    if group.strategy == "single" and group.is_cut:
        parts = [f"slice {profile}" for profile in profiles]
    else:
        parts = [f"slice {profile}" for profile in profiles if resource_name(profile) == device]
    if device in group.replicas:
        parts.append(f"share {group.replicas[device]}")
    return " ".join(parts) or "count"


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

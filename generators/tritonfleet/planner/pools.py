"""What a node pool advertises to the scheduler, and which request it can serve.

Resource names: NVIDIA/k8s-device-plugin:internal/rm (nvidia.com/gpu; under MIG strategy mixed
nvidia.com/mig-<profile> with "+" as "."; under single the MIG devices are nvidia.com/gpu; time-slicing with
renameByDefault is nvidia.com/gpu.shared). Labels: NVIDIA/k8s-device-plugin:internal/lm/resource.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import GpuRequest, PoolGpu

GPU = "nvidia.com/gpu"


@dataclass(frozen=True, slots=True)
class Offer:
    """One extended resource of a pool: its name, how many a node has, and which request means it."""

    resource: str
    per_node: int
    request: str

    def serves(self, request: GpuRequest) -> bool:
        return self.request == request_text(request)


@dataclass(frozen=True, slots=True)
class Placement:
    """A GPU request resolved on a pool: the resource and count that one pod asks for."""

    pool_name: str
    pool: Pool
    resource: str
    count: int


def request_text(request: GpuRequest) -> str:
    """The kind of a request, without its amount: ``count``, ``slice 1g.10gb`` or ``share 4``."""
    if request.slice:
        return f"slice {request.slice}"
    return f"share {request.share}" if request.share else "count"


def offers(gpu: PoolGpu | None) -> list[Offer]:
    """Every extended resource that nodes with these GPUs advertise."""
    if gpu is None:
        return []
    if gpu.mig:
        mixed = gpu.mig.strategy == "mixed"
        return [
            Offer(mig_resource(profile) if mixed else GPU, gpu.per_node * count, f"slice {profile}")
            for profile, count in gpu.mig.layout.items()
        ]
    if gpu.time_slicing:
        name = f"{GPU}.shared" if gpu.time_slicing.rename_by_default else GPU
        replicas = gpu.time_slicing.replicas
        return [Offer(name, gpu.per_node * replicas, f"share {replicas}")]
    return [Offer(GPU, gpu.per_node, "count")]


def mig_resource(profile: str) -> str:
    """The extended resource of a MIG profile under strategy mixed."""
    return f"nvidia.com/mig-{profile.replace('+', '.')}"


def product_label(gpu: PoolGpu) -> str:
    """The value of ``nvidia.com/gpu.product`` on the pool's nodes, with GPU feature discovery's suffix."""
    if gpu.mig and gpu.mig.strategy == "single":
        (profile,) = gpu.mig.layout
        return f"{gpu.product}-MIG-{profile.replace('+', '.')}"
    if gpu.time_slicing and not gpu.time_slicing.rename_by_default:
        return f"{gpu.product}-SHARED"
    return gpu.product


def place(request: GpuRequest, name: str, pool: Pool) -> Placement | None:
    """The request on this pool, or None when its nodes do not offer it."""
    for offer in offers(pool.gpu):
        if offer.serves(request):
            return Placement(name, pool, offer.resource, request.count or 1)
    return None


def candidates(request: GpuRequest, pools: Mapping[str, Pool]) -> list[Placement]:
    """The request on every pool that offers it, in the order the cluster names them."""
    found = (place(request, name, pool) for name, pool in pools.items())
    return [placement for placement in found if placement]


def capacity(placement: Placement) -> int:
    """How many of the placement's resource the whole pool has."""
    per_node = sum(o.per_node for o in offers(placement.pool.gpu) if o.resource == placement.resource)
    return per_node * placement.pool.nodes


def describe(pool: Pool) -> str:
    """What a pool offers, for a message."""
    found = [f"{offer.request} ({offer.resource})" for offer in offers(pool.gpu)]
    return ", ".join(found) or "no GPU"

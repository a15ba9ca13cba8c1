"""How much memory a GPU or a MIG instance has for models: what drivers report, or a lower estimate."""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.geometry.types import Product, Profile

BYTES_PER_GB, BYTES_PER_MIB = 10**9, 1 << 20

SMALLEST_KNOWN_SHARE = 0.85
"""No instance in the catalogue has less than 87 % of its memory slices' share of the GPU's memory (GB200's 1g)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """An amount in MiB. ``estimated`` means that no driver's report was found and that it may be somewhat more."""

    mib: int
    estimated: bool

    def __str__(self) -> str:
        """The MiB, without their unit; ``≥`` where they are a lower estimate."""
        return f"≥ {self.mib}" if self.estimated else str(self.mib)


def gpu_memory(product: Product) -> Memory:
    """The memory of a whole GPU.

    The estimate takes the GB of the product's name as 10^9 bytes, which boards exceed, or what its reported
    instances add up to.
    """
    if product.memory_mib is not None:
        return Memory(product.memory_mib, estimated=False)
    return Memory(
        max(_named(product.memory_gb), _scaled(product, product.memory_slices) or 0), estimated=True
    )


def instance_memory(product: Product, profile: Profile) -> Memory:
    """The memory of one instance.

    The estimate takes the largest smaller instance that was reported, times as many slices as this one has, since an
    instance twice as large has at least twice the memory; else ``SMALLEST_KNOWN_SHARE`` of its slices' share of the
    GPU; and where its slices are unknown, that part of the GB in its name.
    """
    if profile.memory_mib is not None:
        return Memory(profile.memory_mib, estimated=False)
    if profile.memory_slices is None:
        return Memory(int(_named(profile.memory_gb) * SMALLEST_KNOWN_SHARE), estimated=True)
    share = gpu_memory(product).mib * profile.memory_slices / product.memory_slices
    mib = _scaled(product, profile.memory_slices) or int(share * SMALLEST_KNOWN_SHARE)
    return Memory(mib, estimated=True)


def _named(gigabytes: int) -> int:
    return gigabytes * BYTES_PER_GB // BYTES_PER_MIB


def _scaled(product: Product, slices: int) -> int | None:
    """MiB of so many memory slices, from the largest reported instance that has no more of them."""
    reported = [
        (one.memory_slices, one.memory_mib)
        for one in product.profiles.values()
        if one.memory_mib is not None and one.memory_slices and one.memory_slices <= slices
    ]
    if not reported:
        return None
    own, mib = max(reported)
    return mib * slices // own

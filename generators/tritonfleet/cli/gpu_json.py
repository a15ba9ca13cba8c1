"""What ``tritonfleet gpu`` prints with ``--json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.geometry import (
    Fact,
    Product,
    Profile,
    Refusal,
    filters,
    gpu_memory,
    instance_memory,
    maximal_geometries,
    place,
    room_for,
)


def summary(product: Product) -> dict[str, Any]:
    """One product of ``gpu list``."""
    memory = gpu_memory(product)
    return {
        "product": product.name,
        "architecture": product.architecture,
        "labels": [label.value for label in product.labels],
        "memory": {"mib": memory.mib, "estimated": memory.estimated},
        "mig": product.has_mig,
        "profiles": list(product.profiles),
    }


def details(product: Product) -> dict[str, Any]:
    """``gpu show``: the summary, with every profile, the full layouts and the sources."""
    return summary(product) | {
        "labels": [{"value": label.value, **_fact(label.fact)} for label in product.labels],
        "computeSlices": product.compute_slices,
        "memorySlices": product.memory_slices,
        "minimumDriver": product.minimum_driver,
        "placementsKnown": product.placements_known,
        "profiles": [_profile(product, profile) for profile in product.profiles.values()],
        "aliases": {name: alias.profile for name, alias in product.aliases.items()},
        "maximalGeometries": [dict(counts) for counts in maximal_geometries(product)],
        "allBalanced": dict(product.all_balanced),
        "deviceFilters": list(filters(product)),
        "facts": {name: _fact(fact) for name, fact in product.facts.items()},
    }


def fit(product: Product, counts: Mapping[str, int], refused: Refusal | None) -> dict[str, Any]:
    """``gpu fit``: ``legal`` is null where placements are not known and nothing speaks against the layout."""
    asked = {"product": product.name, "instances": dict(counts)}
    if refused:
        parts = {"colliding": dict(refused.colliding), "largest": dict(refused.largest)}
        return asked | {"legal": False, "message": refused.message, "fix": refused.fix} | parts
    if not product.placements_known:
        return asked | {"legal": None}
    placed = place(product, counts) or ()
    return asked | {
        "legal": True,
        "placements": [{"profile": p.profile.name, "start": p.start, "size": p.size} for p in placed],
        "left": {
            "computeSlices": product.compute_slices - sum(p.profile.compute_slices for p in placed),
            "memorySlices": product.memory_slices - sum(p.size for p in placed),
        },
        "fits": dict(room_for(product, counts)),
    }


def _fact(fact: Fact) -> dict[str, str]:
    return {"status": fact.status, "source": fact.source}


def _profile(product: Product, profile: Profile) -> dict[str, Any]:
    memory = instance_memory(product, profile)
    return {
        "name": profile.name,
        "computeSlices": profile.compute_slices,
        "memorySlices": profile.memory_slices,
        "memory": {"mib": memory.mib, "estimated": memory.estimated},
        "atMost": profile.max_count,
        "placements": list(profile.placements),
        "giProfileId": profile.gi_profile_id,
        "resource": profile.resource,
        "allConfig": profile.all_config,
        "minimumDriver": profile.driver,
    }

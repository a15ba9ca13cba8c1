"""Why a layout is refused, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tritonfleet.geometry.search import instances, media_fit, place
from tritonfleet.geometry.subsets import Counts, largest_legal, minimal_illegal
from tritonfleet.geometry.types import Product
from tritonfleet.geometry.unknown import unknown_profile


@dataclass(frozen=True, slots=True)
class Refusal:
    """A layout that the product cannot hold. ``message`` and ``fix`` are one line each.

    ``colliding`` is a smallest part of the layout that is already illegal, ``largest`` the largest part that is
    legal; both are empty when a profile is unknown.
    """

    message: str
    fix: str
    colliding: Counts = field(default_factory=dict)
    largest: Counts = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.message} ({self.fix})"


def refusal(product: Product, counts: Counts) -> Refusal | None:
    """Why one GPU cannot hold ``counts`` (instances of each profile); None when it can, or when that is not known.

    Where placements are not known, only unknown profiles, too many instances and too many compute slices are refused.
    """
    checks: tuple[Callable[[Product, Counts], Refusal | None], ...] = (
        _without_mig,
        _unknown,
        _negative,
        _two_names,
        _too_many,
        _media,
        _collision,
    )
    return next((found for check in checks if (found := check(product, counts))), None)


def layout_text(counts: Counts) -> str:
    """A layout as a person writes it in a fleet: ``3g.40gb: 1, 1g.10gb: 2``; ``nothing`` when empty."""
    return ", ".join(f"{name}: {count}" for name, count in counts.items() if count) or "nothing"


def _without_mig(product: Product, counts: Counts) -> Refusal | None:
    if product.has_mig or not counts:
        return None
    return Refusal(f"{product.name} has no MIG", "give out whole GPUs, or share them by time-slicing or MPS")


def _unknown(product: Product, counts: Counts) -> Refusal | None:
    for name in counts:
        if product.find(name) is None:
            return Refusal(*unknown_profile(product, name))
    return None


def _negative(product: Product, counts: Counts) -> Refusal | None:
    for name, count in counts.items():
        if count < 0:
            return Refusal(
                f"{name}: {count} instances", "write how many instances there are to be, 0 or more"
            )
    return None


def _two_names(product: Product, counts: Counts) -> Refusal | None:
    """A driver knows one set of names, so a layout that mixes two can be applied by none."""
    for name, alias in product.aliases.items():
        if counts.get(name) and counts.get(alias.profile):
            message = (
                f"{name} and {alias.profile} are one profile of {product.name}, named by different drivers"
            )
            return Refusal(message, f"write {alias.profile}, or {name} if the nodes' driver lists that")
    return None


def _too_many(product: Product, counts: Counts) -> Refusal | None:
    for name, count in counts.items():
        profile = product.find(name)
        if profile and count > profile.max_count:
            places = "1 instance" if profile.max_count == 1 else f"{profile.max_count} instances"
            message = f"{name}: {count} does not fit on {product.name}, which holds at most {places} of it"
            return _with_parts(product, counts, message)
    return None


def _media(product: Product, counts: Counts) -> Refusal | None:
    found = instances(product, tuple(counts.items()))
    if found is None or media_fit(found):
        return None
    takers = sorted({profile.name for profile in found if profile.takes_media})
    if len(takers) > 1:
        message = (
            f"{' and '.join(takers)} want the same media engines of {product.name}: "
            "only one instance can have them"
        )
    else:
        message = (
            f"{takers[0]} takes all media engines of {product.name}: beside it only -me profiles are possible"
        )
    return _with_parts(product, counts, message)


def _collision(product: Product, counts: Counts) -> Refusal | None:
    found = instances(product, tuple(counts.items())) or ()
    compute = sum(profile.compute_slices for profile in found)
    if not product.placements_known and compute <= product.compute_slices:
        return None
    if product.placements_known and place(product, counts) is not None:
        return None
    if not product.placements_known:
        message = f"{layout_text(counts)} needs {compute} compute slices, {product.name} has {product.compute_slices}"
        return Refusal(message, "ask for less", colliding=dict(counts))
    colliding = minimal_illegal(product, counts)
    message = f"{layout_text(colliding)} cannot be together on {product.name}: {_reason(product, colliding)}"
    return _with_parts(product, counts, message)


def _with_parts(product: Product, counts: Counts, message: str) -> Refusal:
    if not product.placements_known:
        return Refusal(message, "ask for less")
    largest = largest_legal(product, counts)
    fix = f"the largest part that fits is {layout_text(largest)}"
    return Refusal(message, fix, colliding=minimal_illegal(product, counts), largest=largest)


def _reason(product: Product, counts: Mapping[str, int]) -> str:
    """Which resource runs out, or where each profile would have to lie."""
    found = instances(product, tuple(counts.items())) or ()
    memory = sum(profile.memory_slices or 0 for profile in found)
    if memory > product.memory_slices:
        return f"they take {memory} of {product.memory_slices} memory slices"
    compute = sum(profile.compute_slices for profile in found)
    if compute > product.compute_slices:
        return f"they take {compute} of {product.compute_slices} compute slices"
    starts = {profile.name: ", ".join(map(str, profile.placements)) for profile in found}
    return "; ".join(f"{name} starts only at {where}" for name, where in starts.items()) + ", so they overlap"

"""A profile name that a product does not have: whose it is, and what it is called here."""

from __future__ import annotations

import re

from tritonfleet.geometry.catalogue import products
from tritonfleet.geometry.names import canonical_spelling
from tritonfleet.geometry.types import Product, Profile
from tritonfleet.suggest import suggest

_PROFILE = re.compile(r"(?P<compute>\d+)g\.(?P<memory>\d+)gb")
_COMPUTE_INSTANCE = re.compile(r"\dc\.")


def unknown_profile(product: Product, name: str) -> tuple[str, str]:
    """A message and a fix, one line each."""
    spelled = canonical_spelling(name)
    if _COMPUTE_INSTANCE.match(name.lower()) and product.find(spelled):
        return f"{name} is a compute instance, and a layout is made of GPU instances", f"write {spelled}"
    if spelled != name and product.find(spelled):
        return f"{name} is not how a MIG profile is written", f"write {spelled}"
    if alias := product.aliases.get(spelled):
        return f"{name} is what {alias.note} call a profile of {product.name}", f"write {alias.profile}"
    owners = [one for one in products().values() if spelled in one.profiles]
    if owners:
        message = (
            f"{product.name} has no profile {name}: it is one of {_listed([one.name for one in owners])}"
        )
        return message, _called_here(product, [one.profiles[spelled] for one in owners])
    return f"no GPU in the catalogue has a MIG profile {name}", _nearest(product, spelled)


def _called_here(product: Product, theirs: list[Profile]) -> str:
    """What slices of the same shape are called on this product, the one nearest in memory first."""
    shapes = {one.shape for one in theirs}
    same = [one for one in product.profiles.values() if one.shape in shapes]
    if not same:
        return _nearest(product, theirs[0].name)
    same.sort(key=lambda one: abs(one.memory_gb - theirs[0].memory_gb))
    return "here that slice is " + " or ".join(one.name for one in same)


def _nearest(product: Product, name: str) -> str:
    """The profiles with as many compute slices, else the least that has the memory; for other text, how it is spelt."""
    match = _PROFILE.match(name)
    if not match:
        return suggest(name, product.profiles) or f"{product.name} has {_listed(list(product.profiles))}"
    plain = [one for one in product.profiles.values() if not one.attributes]
    alike = [one.name for one in plain if one.compute_slices == int(match["compute"])]
    if alike:
        return f"{product.name} has {_listed(alike)}"
    wanted = int(match["memory"])
    plain.sort(key=lambda one: (one.memory_gb < wanted, abs(one.memory_gb - wanted)))
    return f"the nearest here is {plain[0].name}"


def _listed(names: list[str]) -> str:
    return ", ".join(names)

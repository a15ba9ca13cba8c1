"""GPU products, MIG profiles and placements as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from tritonfleet.geometry.names import all_config_name, resource_name

Status = Literal["verified", "inferred", "unknown"]
"""How sure a fact is: read in a source, concluded from a name or a like product, or not known."""

_ATTRIBUTES = re.compile(r"[+-][a-z.]+")


@dataclass(frozen=True, slots=True)
class Fact:
    """How sure a group of facts is, and where it comes from."""

    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Label:
    """One value of ``nvidia.com/gpu.product`` that nodes with the product carry."""

    value: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that other drivers give to a profile. Those that are not ``current`` only outdated drivers know."""

    name: str
    profile: str
    current: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A MIG profile of one product.

    ``compute_slices`` and ``memory_slices`` are of the GPU's; ``memory_slices`` is also the size of a placement, and
    None where it is not known. ``placements`` are the memory slices where an instance may begin. ``memory_gb`` is
    from the name, ``memory_mib`` is what the driver reports, None where no report was found. ``shape`` is the same
    on all products that are cut alike. ``gi_profile_id`` is what ``nvidia-smi mig -cgi`` takes.
    """

    name: str
    shape: str
    compute_slices: int
    memory_slices: int | None
    memory_gb: int
    memory_mib: int | None
    max_count: int
    placements: tuple[int, ...]
    gi_profile_id: int | None
    driver: str | None

    @property
    def attributes(self) -> tuple[str, ...]:
        """``("+me",)``, ``("-me",)``, ``("+gfx",)`` …; empty for a plain profile."""
        return tuple(_ATTRIBUTES.findall(self.name.partition("gb")[2]))

    @property
    def takes_media(self) -> bool:
        """Whether an instance takes media engines that the GPU can give to one instance only."""
        return "+me" in self.attributes or self.takes_all_media

    @property
    def takes_all_media(self) -> bool:
        """Whether an instance takes every media engine, so that all others must go without."""
        return "+me.all" in self.attributes

    @property
    def resource(self) -> str:
        """The extended resource under strategy mixed, ``nvidia.com/mig-1g.5gb.me``."""
        return resource_name(self.name)

    @property
    def all_config(self) -> str:
        """What mig-parted's default configuration calls a GPU full of this profile, ``all-1g.5gb.me``."""
        return all_config_name(self.name)


@dataclass(frozen=True, slots=True)
class Placement:
    """One instance on a GPU: ``size`` memory slices from ``start``."""

    profile: Profile
    start: int
    size: int


@dataclass(frozen=True, eq=False)
class Product:
    """A GPU product. Two are the same when they are the same object: the catalogue makes each once.

    ``memory_mib`` is what the driver reports, None where no report was found. ``profiles`` holds canonical names
    only; ``find`` knows the aliases too. The slices are 0 without MIG, ``memory_slices`` also where unknown.
    ``default_ids`` are the PCI device ids in mig-parted's default configuration, ``other_ids`` those only in pci.ids.
    ``facts`` says of memory, pci, driver, profiles, slice_memory and placements how sure they are.
    """

    name: str
    architecture: str
    labels: tuple[Label, ...]
    memory_gb: int
    memory_mib: int | None
    compute_slices: int
    memory_slices: int
    profiles: Mapping[str, Profile]
    aliases: Mapping[str, Alias]
    default_ids: tuple[str, ...]
    other_ids: tuple[str, ...]
    minimum_driver: str | None
    all_balanced: Mapping[str, int]
    facts: Mapping[str, Fact]

    @property
    def has_mig(self) -> bool:
        """Whether the product can be cut."""
        return bool(self.profiles)

    @cached_property
    def placements_known(self) -> bool:
        """Whether legality can be decided: every profile's placements are known."""
        return all(profile.placements for profile in self.profiles.values())

    def find(self, name: str) -> Profile | None:
        """The profile of this name or current alias, bearing the name it was asked for by."""
        if profile := self.profiles.get(name):
            return profile
        alias = self.aliases.get(name)
        return replace(self.profiles[alias.profile], name=name) if alias and alias.current else None

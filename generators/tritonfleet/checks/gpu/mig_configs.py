"""Configurations of mig-parted in ConfigMaps: what nodes choose from by the label ``nvidia.com/mig.config``.

Format: NVIDIA/mig-parted:api/spec/v1/spec.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.gpu.embedded import Embedded, read
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.geometry import Product

CONFIGS = "mig-configs"


@dataclass(frozen=True, slots=True)
class MigEntry:
    """How some GPUs of a node are cut. ``filters`` is empty for every GPU, ``devices`` None for every index."""

    config: str
    path: Path
    data: Mapping[str, Any]
    filters: tuple[str, ...]
    devices: frozenset[int] | None
    layout: Mapping[str, int]

    def applies_to(self, product: Product) -> bool:
        """Whether the GPUs of a product are meant."""
        from tritonfleet import geometry

        ids = {one.casefold() for one in geometry.filters(product)}
        return not self.filters or any(one.casefold().partition(":")[0] in ids for one in self.filters)

    def meets(self, other: MigEntry) -> bool:
        """Whether some GPU is meant by both. A PCI id holds all its subsystems, whose filters begin with it."""
        mine, theirs = ([one.casefold() for one in entry.filters or ("",)] for entry in (self, other))
        alike = any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
        return alike and (self.devices is None or other.devices is None or bool(self.devices & other.devices))

    @property
    def products(self) -> list[Product]:
        """The products that its filters name, as far as the catalogue has them."""
        known = products_by_id()
        found = (known.get(one.casefold().partition(":")[0]) for one in self.filters)
        return list(dict.fromkeys(product for product in found if product))


@dataclass(frozen=True, slots=True)
class MigFile:
    """One text with configurations, by name; those of a wrong shape are left out."""

    source: Embedded
    configs: Mapping[str, tuple[MigEntry, ...]]


def mig_files(world: World) -> list[MigFile]:
    """Every configuration of mig-parted in a ConfigMap, readable or not."""
    return world.derived(_mig_files)


@cache
def products_by_id() -> Mapping[str, Product]:
    """The catalogue's products by device filter, in lower case."""
    from tritonfleet import geometry

    return {one.casefold(): p for p in geometry.products().values() for one in geometry.filters(p)}


def _mig_files(world: World) -> list[MigFile]:
    found = []
    for config_map in world.index.of_kind("ConfigMap"):
        for key, text in mapping(config_map.data, "data").items():
            if (
                isinstance(text, str)
                and isinstance(key, str)
                and (f"{CONFIGS}:" in text or "mig-enabled:" in text)
            ):
                source = read(config_map, key, text)
                if source.problem or CONFIGS in mapping(source.value):
                    found.append(MigFile(source, dict(_configs(source))))
    return found


def _configs(source: Embedded) -> Iterator[tuple[str, tuple[MigEntry, ...]]]:
    for name, entries in mapping(source.value, CONFIGS).items():
        if isinstance(name, str) and isinstance(entries, list):
            given = [(n, entry) for n, entry in enumerate(entries) if isinstance(entry, dict)]
            yield name, tuple(_entry(name, (CONFIGS, name, n), entry) for n, entry in given)


def _entry(config: str, path: Path, data: Mapping[str, Any]) -> MigEntry:
    given, devices = data.get("device-filter"), data.get("devices")
    filters = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    layout = mapping(data, "mig-devices")
    return MigEntry(
        config,
        path,
        data,
        tuple(one for one in filters if isinstance(one, str) and one),
        frozenset(one for one in devices if is_number(one)) if isinstance(devices, list) else None,
        {name: count for name, count in layout.items() if isinstance(name, str) and is_number(count)},
    )


def is_number(value: Any) -> bool:
    """Whether this is a whole number, which a boolean is not."""
    return isinstance(value, int) and not isinstance(value, bool)

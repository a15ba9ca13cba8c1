"""The products of catalog/gpus, as values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from tritonfleet.geometry.types import Alias, Fact, Label, Product, Profile
from tritonfleet.paths import catalog_file

FILES = ("ampere.yaml", "hopper.yaml", "blackwell.yaml", "without-mig.yaml")
_PATTERNS = "patterns.yaml"
_FACTS = ("memory", "pci", "driver", "profiles", "slice_memory", "placements")


@cache
def products() -> Mapping[str, Product]:
    """Every product by its short name (``A100-80GB``), in the order of the catalogue."""
    patterns = _read(_PATTERNS)
    found = {name: _product(name, entry, patterns) for file in FILES for name, entry in _read(file).items()}
    return MappingProxyType(found)


def product(label: str) -> Product | None:
    """The product of a ``nvidia.com/gpu.product`` value or a short name; letter case does not matter."""
    return _by_label().get(label.casefold())


def filters(product: Product) -> tuple[str, ...]:
    """The product's device filters for mig-parted, ``0x20B210DE``: device id, then NVIDIA's vendor id.

    They include devices that mig-parted's default configuration misses. Format:
    NVIDIA/mig-parted:api/spec/v1/helpers.go.
    """
    return tuple(f"0x{device}10DE" for device in (*product.default_ids, *product.other_ids))


@cache
def _by_label() -> Mapping[str, Product]:
    found = {name.casefold(): each for name, each in products().items()}
    for each in products().values():
        found |= {label.value.casefold(): each for label in each.labels}
    return found


def _read(name: str) -> dict[str, Any]:
    from tritonfleet import yamlio

    path = catalog_file(f"gpus/{name}")
    value: dict[str, Any] = yamlio.load(yamlio.read_text(path), f"catalog/gpus/{name}")
    return value


def _product(name: str, entry: dict[str, Any], patterns: dict[str, Any]) -> Product:
    pattern = patterns.get(entry.get("pattern", ""), {})
    pci, driver = entry["pci"], entry.get("driver", {})
    return Product(
        name=name,
        architecture=entry["architecture"],
        labels=tuple(Label(label["value"], _fact(label)) for label in entry["labels"]),
        memory_gb=entry["memory"]["gb"],
        memory_mib=entry["memory"].get("mib"),
        compute_slices=pattern.get("compute_slices", 0),
        memory_slices=pattern.get("memory_slices", 0),
        profiles=MappingProxyType(_profiles(entry, pattern)),
        aliases=MappingProxyType({alias["name"]: Alias(**alias) for alias in entry.get("aliases", ())}),
        default_ids=tuple(pci.get("default", ())),
        other_ids=tuple(pci.get("other", ())),
        minimum_driver=driver.get("minimum"),
        all_balanced=MappingProxyType(entry.get("all_balanced", {})),
        facts=MappingProxyType({key: _fact(entry[key]) for key in _FACTS if key in entry}),
    )


def _fact(entry: dict[str, Any]) -> Fact:
    return Fact(entry["status"], entry["source"])


def _profiles(entry: dict[str, Any], pattern: dict[str, Any]) -> dict[str, Profile]:
    names = entry.get("profiles", {}).get("names", {})
    return {name: _profile(name, own, pattern["shapes"][own["shape"]]) for name, own in names.items()}


def _profile(name: str, own: dict[str, Any], shape: dict[str, Any]) -> Profile:
    return Profile(
        name=name,
        shape=own["shape"],
        compute_slices=shape["compute"],
        memory_slices=shape.get("memory"),
        memory_gb=int(name.partition(".")[2].partition("gb")[0]),
        memory_mib=own.get("mib"),
        max_count=shape["max"],
        placements=tuple(shape.get("starts", ())),
        gi_profile_id=shape.get("id"),
        driver=own.get("driver"),
    )

"""The Secrets that controllers make of other objects: their names, and their keys as far as these are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from tritonfleet.checks.objects import Resource, items, mapping, value
from tritonfleet.checks.world import World

KINDS = (
    "Certificate", "ExternalSecret", "SealedSecret",
    "VaultDynamicSecret", "VaultPKISecret", "VaultStaticSecret",
)  # fmt: skip
"""The kinds in catalog/secrets.yaml, so that a run without any of them does not read it."""


def made_secrets(world: World) -> Mapping[tuple[str, str], Collection[str] | None]:
    """Namespace and name of each Secret that a controller makes of an object here → its keys, None if unknown."""
    found = {}
    for resource in world.index.of_kind(*KINDS):
        maker = _catalogue()[resource.kind]
        name = value(resource.data, *maker["name"]) or (resource.name if maker.get("own") else None)
        if isinstance(name, str):
            found[resource.namespace, name] = _keys(resource, maker)
    return found


def _keys(resource: Resource, maker: Mapping[str, Any]) -> Collection[str] | None:
    given = maker.get("keys")
    if given is None or any(value(resource.data, *path) for path in maker.get("open", ())):
        return None
    if "mapping" in given:
        return [str(key) for key in mapping(resource.data, *given["mapping"])]
    return [str(entry.get(given["field"])) for _, entry in items(resource.data, *given["list"])]


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    from tritonfleet import yamlio
    from tritonfleet.paths import catalog_file

    loaded: Any = yamlio.load(yamlio.read_text(catalog_file("secrets.yaml")), "catalog/secrets.yaml")
    return dict(loaded)

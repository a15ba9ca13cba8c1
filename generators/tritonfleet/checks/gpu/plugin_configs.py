"""Configurations of NVIDIA's device plugin in ConfigMaps: what nodes choose from by a label.

Format: NVIDIA/k8s-device-plugin:api/config/v1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.gpu.embedded import Embedded, read
from tritonfleet.checks.objects import Path, items, mapping, value
from tritonfleet.checks.world import World

_MARKS = ("migStrategy", "timeSlicing", "renameByDefault", "failRequestsGreaterThanOne", "deviceListStrategy")
_SECTIONS = frozenset({"flags", "sharing", "resources", "imex"})
MODES = ("timeSlicing", "mps")


@dataclass(frozen=True, slots=True)
class SharedResource:
    """A resource that a configuration shares: its place in the text, how it is shared, and the entry."""

    path: Path
    mode: str
    name: str
    replicas: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PluginConfig:
    """One configuration: its text, and what of it others ask for."""

    source: Embedded

    @property
    def data(self) -> Mapping[str, Any]:
        """The configuration; empty when it cannot be read."""
        return mapping(self.source.value)

    @property
    def strategy(self) -> str:
        """The MIG strategy it sets, "" where it leaves that to others."""
        given = value(self.data, "flags", "migStrategy")
        return given if isinstance(given, str) else ""

    @property
    def mode(self) -> str:
        """How it shares: ``timeSlicing``, ``mps`` or "". With both the plugin goes by ``mps`` (sharing.go)."""
        sharing = mapping(self.data, "sharing")
        return "mps" if sharing.get("mps") else "timeSlicing" if sharing.get("timeSlicing") else ""

    @property
    def shared(self) -> Iterator[SharedResource]:
        """Every resource that it shares, by either way."""
        for mode in MODES:
            for number, entry in items(self.data, "sharing", mode, "resources"):
                path = ("sharing", mode, "resources", number)
                name, replicas = entry.get("name"), entry.get("replicas")
                whole = isinstance(replicas, int) and not isinstance(replicas, bool)
                yield SharedResource(path, mode, full_name(name), replicas if whole else None, entry)

    def fails_above_one(self, mode: str) -> bool:
        """Whether it makes the plugin refuse requests for more than one share: by default under MPS only."""
        given = value(self.data, "sharing", mode, "failRequestsGreaterThanOne")
        return given is True or (mode == "mps" and given is None)

    def advertised(self, shared: SharedResource) -> str:
        """The name under which a shared resource is advertised."""
        renamed = value(self.data, "sharing", shared.mode, "renameByDefault") is True
        return f"{shared.name}.shared" if renamed else shared.name


def full_name(name: Any) -> str:
    """A resource with its domain, which the plugin adds where it is left out (api/config/v1/resources.go)."""
    text = name if isinstance(name, str) else ""
    return text if text.startswith("nvidia.com/") or not text else f"nvidia.com/{text}"


def plugin_configs(world: World) -> list[PluginConfig]:
    """Every configuration of the device plugin in a ConfigMap, readable or not."""
    return world.derived(_plugin_configs)


def _plugin_configs(world: World) -> list[PluginConfig]:
    found = []
    for config_map in world.index.of_kind("ConfigMap"):
        for key, text in mapping(config_map.data, "data").items():
            if isinstance(text, str) and isinstance(key, str) and any(mark in text for mark in _MARKS):
                source = read(config_map, key, text)
                if _is_config(source):
                    found.append(PluginConfig(source))
    return found


def _is_config(source: Embedded) -> bool:
    """Told from values files and the like, which name the same fields deeper down, by what stands at the top."""
    if source.problem:
        return source.text.lstrip().startswith(("version: v1", "flags:", "sharing:"))
    data = mapping(source.value)
    return bool(_SECTIONS & data.keys()) and data.keys() <= _SECTIONS | {"version"}

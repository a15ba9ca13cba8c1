"""The GPU operator's ClusterPolicy, and what it says of MIG and the device plugin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, value
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Policy:
    """A ClusterPolicy. ``get`` reads below its ``spec``."""

    resource: Resource

    def get(self, *path: str | int) -> Any:
        """The value at a path below ``spec``."""
        return value(self.resource.data, "spec", *path)

    def text(self, *path: str | int) -> str:
        """The text at a path below ``spec``, "" for anything else."""
        found = self.get(*path)
        return found if isinstance(found, str) else ""


def policies(world: World) -> list[Policy]:
    """Every ClusterPolicy of the GPU operator. Others have the kind too, so the group decides."""
    return [Policy(one) for one in world.index.of_kind("ClusterPolicy") if one.group == "nvidia.com"]


PLUGIN_CONFIG: Path = ("devicePlugin", "config")
MIG_CONFIG: Path = ("migManager", "config")


def named(world: World, name: str) -> list[Resource]:
    """ConfigMaps of this name where the operator may lie: in its namespace, if that is known, else in any."""
    namespace = world.facts.gpu_namespace
    if namespace:
        found = world.index.get("ConfigMap", namespace, name)
        return [found] if found else []
    return [one for one in world.index.of_kind("ConfigMap") if one.name == name]

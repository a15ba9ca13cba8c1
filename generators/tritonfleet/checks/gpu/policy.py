"""The GPU operator's ClusterPolicy, and what it says of MIG and the device plugin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.gpu.hints import did_you_mean
from tritonfleet.checks.objects import Path, Resource, value
from tritonfleet.checks.rule import Breach, Undecided, Verdicts
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


def missing_config_map(
    world: World, policy: Policy, path: Path, name: str, holders: Sequence[Resource]
) -> Verdicts:
    """The verdict on a ClusterPolicy's reference to a ConfigMap; ``holders`` are those that could be meant.

    It is a mistake where one of them is nearly called so, or is called so in another namespace; else it may lie
    outside the manifests.
    """
    if named(world, name):
        return
    elsewhere = [one for one in world.index.of_kind("ConfigMap") if one.name == name]
    hint = did_you_mean(name, [one.name for one in holders])
    if elsewhere:
        namespace = world.facts.gpu_namespace
        message = f"ConfigMap `{name}` is in namespace {elsewhere[0].namespace}, the operator in {namespace}"
        yield Breach(policy.resource, path, message, f"put it into {namespace}", related=tuple(elsewhere))
    elif hint:
        message = f"there is no ConfigMap `{name}`"
        yield Breach(policy.resource, path, message, hint, related=tuple(dict.fromkeys(holders)))
    else:
        yield Undecided(needs.existing("ConfigMap"))

"""Which configuration each node chooses by its labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.checks.gpu.mig_configs import MigFile, mig_files
from tritonfleet.checks.gpu.policy import MIG_CONFIG, policies
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.geometry import Product

MIG_LABEL = "nvidia.com/mig.config"
PLUGIN_LABEL = "nvidia.com/device-plugin.config"


@dataclass(frozen=True, slots=True)
class Choice:
    """A Node object that names a configuration in a label."""

    node: Resource
    path: Path
    name: str

    @property
    def product(self) -> Product | None:
        """The node's product, if its label and the catalogue say."""
        from tritonfleet import geometry

        label = self.node.labels.get("nvidia.com/gpu.product", "")
        return geometry.product(label.partition("-MIG-")[0].removesuffix("-SHARED"))


def mig_choices(world: World) -> list[Choice]:
    """Every Node object's choice of a MIG configuration."""
    return world.derived(_mig)


def plugin_choices(world: World) -> list[Choice]:
    """Every Node object's choice of a configuration of the device plugin."""
    return world.derived(_plugin)


def files_in_use(world: World) -> list[MigFile]:
    """The configurations of mig-parted that a ClusterPolicy names; all there are where none names one."""
    files = mig_files(world)
    names = {policy.text(*MIG_CONFIG, "name") for policy in policies(world)} - {""}
    return [file for file in files if file.source.resource.name in names] if names else files


def _mig(world: World) -> list[Choice]:
    return _choices(world, MIG_LABEL)


def _plugin(world: World) -> list[Choice]:
    return _choices(world, PLUGIN_LABEL)


def _choices(world: World, key: str) -> list[Choice]:
    path = ("metadata", "labels", key)
    found = ((node, node.labels.get(key)) for node in world.index.of_kind("Node"))
    return [Choice(node, path, name) for node, name in found if name]

"""GPU205: the slices of an entry have room on its GPUs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import mig_choices
from tritonfleet.checks.gpu.mig_configs import MigEntry, MigFile, mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.geometry import Product


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for entries in file.configs.values():
            for entry in entries:
                if entry.layout:
                    yield from _judge(world, file, entry)


def _judge(world: World, file: MigFile, entry: MigEntry) -> Verdicts:
    from tritonfleet import geometry

    for product in entry.products or _chosen_by(world, entry):
        if all(product.find(name) for name in entry.layout) and all(c >= 0 for c in entry.layout.values()):
            refused = geometry.refusal(product, entry.layout)
            if refused:
                path = (*entry.path, "mig-devices")
                message = f"configuration `{entry.config}`: {refused.message}"
                yield file.source.breach(path, message, refused.fix)
                return


def _chosen_by(world: World, entry: MigEntry) -> list[Product]:
    """The products of the nodes that choose an entry which means every GPU."""
    found = (choice.product for choice in mig_choices(world) if choice.name == entry.config)
    return [] if entry.filters else list(dict.fromkeys(product for product in found if product))


RULE = Rule(
    id="GPU205",
    title="The GPU cannot be cut like that",
    severity=Severity.ERROR,
    why="The MIG manager tries every order, the driver refuses each with `Insufficient Resources`, and "
    "`mig.config.state` is `failed`. Slices have fixed places in memory: two slices of three sevenths "
    "take all of it, so beside them nothing fits, though a seventh of the compute is left.",
    fix="cut it into the largest part that fits, or into other profiles; `tritonfleet gpu fit` draws it",
    sources=(
        "NVIDIA/gpu-operator#262",
        "NVIDIA/mig-parted#157",
        "NVIDIA/mig-parted:pkg/mig/config/config.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {4g.40gb: 2}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {4g.40gb: 1, 2g.20gb: 1, 1g.10gb: 1}
""",
)

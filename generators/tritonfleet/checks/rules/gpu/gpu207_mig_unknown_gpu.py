"""GPU207: a device filter names a GPU with MIG."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import mig_files, products_by_id
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FORM = re.compile(r"0x[0-9a-f]{4}10de(:0x[0-9a-f]{8})?")


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for entries in file.configs.values():
            for entry in entries:
                # What is left whole may be any GPU, with MIG or without.
                for one in entry.filters if entry.layout else ():
                    spelt = one.casefold()
                    if _FORM.fullmatch(spelt) and spelt.partition(":")[0] not in products_by_id():
                        path = (*entry.path, "device-filter")
                        message = f"configuration `{entry.config}`: no GPU in the catalogue has id {one}"
                        yield file.source.breach(path, message)


RULE = Rule(
    id="GPU207",
    title="A device filter names a GPU that the catalogue does not know",
    severity=Severity.WARNING,
    why="If the id is wrong, the configuration applies to no GPU: nothing is cut, and `mig.config.state` "
    "says `success`. PCI ids differ between the form factors of one product.",
    fix="compare the id with `lspci -nn | grep NVIDIA` on the node",
    sources=(
        "NVIDIA/mig-parted#107",
        "NVIDIA/gpu-operator#2249",
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
      - device-filter: ["0x20B910DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
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
        mig-devices: {1g.10gb: 7}
""",
)

"""GPU206: a device filter is a PCI device and vendor as one quoted number."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import is_number, mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FORM = re.compile(r"0x[0-9A-Fa-f]{4}10[Dd][Ee](:0x[0-9A-Fa-f]{8})?")


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for entries in file.configs.values():
            for entry in entries:
                given = entry.data.get("device-filter")
                for one in given if isinstance(given, list) else [given]:
                    if one is not None and one != "" and not (isinstance(one, str) and _FORM.fullmatch(one)):
                        path = (*entry.path, "device-filter")
                        message = f"configuration `{entry.config}`: device filter {one} matches no GPU"
                        yield file.source.breach(path, message, _fix(one))


def _fix(given: Any) -> str:
    if is_number(given) and given >= 0:
        return f'write "0x{given:08X}", with quotes' if given > 0xFFFF else ""
    match = re.fullmatch(r"(0x)?([0-9A-Fa-f]{4})", str(given))
    return f'write "0x{match[2].upper()}10DE"' if match else ""


RULE = Rule(
    id="GPU206",
    title="A device filter can match no GPU",
    severity=Severity.ERROR,
    why="The MIG manager drops what it cannot read of a filter and matches no GPU by it. Nothing is cut, "
    "and `mig.config.state` still says `success`; the device plugin then finds no MIG devices, and "
    "pods stay Pending.",
    fix='write device id and vendor as in "0x20B210DE", with quotes: without them YAML makes a decimal '
    "number of it",
    sources=(
        "NVIDIA/mig-parted:api/spec/v1/helpers.go",
        "NVIDIA/mig-parted:pkg/types/device.go",
        "NVIDIA/mig-parted#120",
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
      - device-filter: ["0x20B2"]
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

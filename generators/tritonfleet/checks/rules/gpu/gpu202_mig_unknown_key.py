"""GPU202: the MIG manager's configuration has only keys that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.embedded import Embedded
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.mig_configs import CONFIGS, mig_files
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_TOP, _ENTRY = ("version", CONFIGS), ("device-filter", "devices", "mig-enabled", "mig-devices")


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        source = file.source
        for key in mapping(source.value):
            if key not in _TOP:
                yield _unknown(source, (key,), key, _TOP)
        for entries in file.configs.values():
            for entry in entries:
                for key in entry.data:
                    if key not in _ENTRY:
                        yield _unknown(source, (*entry.path, key), key, _ENTRY)


def _unknown(source: Embedded, path: Path, key: Any, known: Sequence[str]) -> Breach:
    hint = did_you_mean(str(key), known) or f"known here: {listed(known)}"
    return source.breach(path, f"unknown key `{key}`", hint)


RULE = Rule(
    id="GPU202",
    title="The MIG configuration has a key that the MIG manager does not know",
    severity=Severity.ERROR,
    why="The MIG manager refuses the whole file with `unexpected field`: `mig.config.state` goes to "
    "`failed` on every node, also on those whose configuration is right.",
    fix="write the key as mig-parted has it, or remove it",
    sources=("NVIDIA/mig-parted:api/spec/v1/spec.go",),
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
        mig-device: {1g.10gb: 7}
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

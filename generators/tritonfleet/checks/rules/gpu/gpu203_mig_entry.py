"""GPU203: an entry says which GPUs it means and whether MIG is on, without contradiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import is_number, mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_KEYS = frozenset({"device-filter", "devices", "mig-enabled", "mig-devices"})


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for entries in file.configs.values():
            for entry in entries:
                for key, message in _wrong(entry.data):
                    yield file.source.breach((*entry.path, key), f"configuration `{entry.config}`: {message}")


def _wrong(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not data.keys() <= _KEYS:
        return  # What is missing may be there under the key that GPU202 does not know.
    devices, enabled, layout = (data.get(key) for key in ("devices", "mig-enabled", "mig-devices"))
    if "devices" not in data:
        yield "devices", "`devices` is missing"
    elif devices != "all" and not (isinstance(devices, list) and all(is_number(one) for one in devices)):
        yield "devices", f"`devices` is {devices}, expected all or a list of indices"
    if "mig-enabled" not in data:
        yield "mig-enabled", "`mig-enabled` is missing"
    elif not isinstance(enabled, bool):
        yield "mig-enabled", f"`mig-enabled` is `{enabled}`, expected `true` or `false`"
    elif enabled and layout is None:
        yield "mig-devices", "`mig-enabled` is `true`, and `mig-devices` is missing"
    elif not enabled and layout:
        yield "mig-devices", "`mig-devices` is given, and `mig-enabled` is `false`"
    if layout is not None:
        yield from _wrong_counts(layout)


def _wrong_counts(layout: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(layout, dict):
        yield "mig-devices", "`mig-devices` is no mapping of profiles to counts"
        return
    for name, count in layout.items():
        if not is_number(count) or count < 0:
            yield "mig-devices", f"`mig-devices` has {count} of {name}, expected a whole number from 0"
    if layout and all(is_number(count) and count == 0 for count in layout.values()):
        yield "mig-devices", "every count in `mig-devices` is 0; `{}` switches MIG on and cuts nothing"


RULE = Rule(
    id="GPU203",
    title="An entry of the MIG configuration is incomplete or contradicts itself",
    severity=Severity.ERROR,
    why="The MIG manager refuses the whole file, as with `missing required field: devices`, `MIG devices "
    "included when 'mig-enabled' is false` or `all counts … are 0`: `mig.config.state` goes to `failed` "
    "on every node.",
    fix="give `devices` (all, or a list of indices), `mig-enabled`, and `mig-devices` exactly where it is "
    "true",
    sources=(
        "NVIDIA/mig-parted:api/spec/v1/spec.go",
        "NVIDIA/mig-parted:pkg/types/mig_config.go",
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
        mig-enabled: false
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

"""GPU201: the MIG manager can read its configuration."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.embedded import Embedded
from tritonfleet.checks.gpu.mig_configs import CONFIGS, mig_files
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        source = file.source
        if source.problem:
            at = ("data", source.key)
            yield Breach(source.resource, at, source.problem, inside=source.problem_at)
        else:
            yield from _top(source)


def _top(source: Embedded) -> Verdicts:
    version = source.value.get("version")
    if version != "v1":
        given = "is missing" if version is None else f"is {version}"
        yield source.breach(("version",), f"`version` {given}, expected v1", "write version: v1")
    configs = source.value.get(CONFIGS)
    if not isinstance(configs, dict) or not configs:
        yield source.breach((CONFIGS,), f"`{CONFIGS}` holds no configuration", "write name: [entries]")
        return
    for name, entries in configs.items():
        if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
            message = f"configuration `{name}` is no list of entries"
            yield source.breach((CONFIGS, name), message, "write a list of one entry at least")


RULE = Rule(
    id="GPU201",
    title="The MIG manager cannot read its configuration",
    severity=Severity.ERROR,
    why="`mig.config.state` goes to `failed` on every node that is labelled, with `error parsing config "
    "file` in the log of nvidia-mig-manager, and no GPU is cut. It reads strictly: `version: v1` must "
    "be there, and `mig-configs` must hold lists that are not empty.",
    fix="mend the YAML; it begins with `version: v1` and `mig-configs:`",
    sources=("NVIDIA/mig-parted:api/spec/v1/spec.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  config.yaml: |
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

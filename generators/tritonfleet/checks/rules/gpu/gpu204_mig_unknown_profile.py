"""GPU204: the GPUs that an entry means have the profiles it names."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, looks_like_profile, mig_resources
from tritonfleet.checks.gpu.mig_configs import MigEntry, MigFile, mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for entries in file.configs.values():
            for entry in entries:
                for profile in entry.layout:
                    yield from _judge(file, entry, profile)


def _judge(file: MigFile, entry: MigEntry, profile: str) -> Verdicts:
    from tritonfleet import geometry

    path = (*entry.path, "mig-devices", profile)
    for product in entry.products:
        if product.find(profile) is None and profile not in product.aliases:
            refused = geometry.refusal(product, {profile: 1})
            if refused:
                yield file.source.breach(path, refused.message, refused.fix)
                return
    if entry.products or geometry.resource_name(profile) in mig_resources():
        return
    known = [resource.removeprefix("nvidia.com/mig-") for resource in mig_resources()]
    hint = did_you_mean(profile, known)
    severity = Severity.WARNING if looks_like_profile(profile) else None
    yield file.source.breach(
        path, f"no GPU in the catalogue has profile `{profile}`", hint, severity=severity
    )


RULE = Rule(
    id="GPU204",
    title="The GPU has no MIG profile of this name",
    severity=Severity.ERROR,
    why="The MIG manager sets `mig.config.state` to `failed`: the driver lists no such profile. Each "
    "product names the same slice after its own memory, so a layout for one cannot be taken to "
    "another: a seventh of an A100 with 40 GB is `1g.5gb`, of one with 80 GB `1g.10gb`.",
    fix="name the slice as this product does; `tritonfleet gpu list` shows the names",
    sources=(
        "NVIDIA/gpu-operator#1287",
        "NVIDIA/mig-parted:deployments/systemd/config-default.yaml",
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
        mig-devices: {1g.5gb: 7}
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

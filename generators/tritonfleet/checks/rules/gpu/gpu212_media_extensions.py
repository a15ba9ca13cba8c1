"""GPU212: slices with media engines have a resource of their own."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import mig_files
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    with_media = [
        (file, entry, profile)
        for file in mig_files(world)
        for name, entries in file.configs.items()
        if not name.startswith("all-")
        for entry in entries
        for profile in entry.layout
        if ("+" in profile or "-" in profile) and entry.layout[profile] > 0
    ]
    if not with_media:
        return
    version = world.facts.versions.get("device-plugin")
    if version is None:
        yield Undecided(needs.version("device-plugin"))
        return
    if _has_own_resources(version):
        return
    for file, entry, profile in with_media:
        message = f"device plugin {version} advertises `{profile}` as the profile without its suffix"
        yield file.source.breach((*entry.path, "mig-devices", profile), message)


def _has_own_resources(version: str) -> bool:
    from tritonfleet.spec.consistency.pools import OWN_RESOURCE_SINCE
    from tritonfleet.tools.version import Version

    return Version.parse(version) >= OWN_RESOURCE_SINCE


RULE = Rule(
    id="GPU212",
    title="Slices with media engines have the resource of those without",
    severity=Severity.WARNING,
    why="Before 0.20 the device plugin advertises `1g.10gb+me` under the name of `1g.10gb`: a pod that "
    "decodes video gets a slice without engines when it is unlucky, and fails only then.",
    fix="use device plugin 0.20 or newer, or leave the profile out",
    sources=(
        "NVIDIA/k8s-device-plugin#1462",
        "NVIDIA/k8s-device-plugin#1807",
    ),
    check=check,
    needs=(needs.version("device-plugin"),),
    facts=Facts(versions={"device-plugin": "v0.17.1"}),
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
        mig-devices: {1g.10gb: 6, 1g.10gb+me: 1}
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

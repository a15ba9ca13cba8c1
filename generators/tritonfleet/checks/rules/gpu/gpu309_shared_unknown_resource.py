"""GPU309: what is shared is a resource that the plugin advertises."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, looks_like_profile, mig_resources, profile_of
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        for shared in config.shared:
            if shared.name and (why := _wrong(shared.name)):
                hint = did_you_mean(shared.name, ("nvidia.com/gpu", *mig_resources()))
                yield config.source.breach((*shared.path, "name"), f"`{shared.name}` {why}", hint)


def _wrong(name: str) -> str:
    if name.endswith(".shared"):
        return "is what shares are called; an entry has the name of the device"
    if name == "nvidia.com/gpu":
        return ""
    profile = profile_of(name)
    if not profile:
        return "is no resource of the device plugin"
    known = name in mig_resources() or looks_like_profile(profile)
    return "" if known else "is of no MIG profile"


RULE = Rule(
    id="GPU309",
    title="A resource is shared that the device plugin does not advertise",
    severity=Severity.ERROR,
    why="The plugin skips the entry without a word, and GPUs are handed out whole: the node advertises as "
    "many as it has, and the pods beyond stay Pending.",
    fix="name nvidia.com/gpu, or nvidia.com/mig-<profile> under migStrategy: mixed",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/k8s-device-plugin:api/config/v1/resources.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpus, replicas: 4}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: gpu, replicas: 4}
""",
)

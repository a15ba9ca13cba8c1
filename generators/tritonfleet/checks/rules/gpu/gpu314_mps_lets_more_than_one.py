"""GPU314: MPS hands out several shares only where the plugin can."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

_SINCE = (0, 20)


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        if value(config.data, "sharing", "mps", "failRequestsGreaterThanOne") is not False:
            continue
        version = world.facts.versions.get("device-plugin")
        if version is None:
            yield Undecided(needs.version("device-plugin"))
        elif _is_older(version):
            message = f"device plugin {version} refuses requests for more than one share all the same"
            path = ("sharing", "mps", "failRequestsGreaterThanOne")
            yield config.source.breach(path, message)


def _is_older(version: str) -> bool:
    from tritonfleet.tools.version import Version

    return Version.parse(version)[:2] < _SINCE


RULE = Rule(
    id="GPU314",
    title="MPS is told to hand out several shares, and the plugin is too old for it",
    severity=Severity.WARNING,
    why="Before 0.20 the plugin refuses a request for more than one share under MPS, whatever the "
    "configuration says: the pod fails with `UnexpectedAdmissionError`.",
    fix="use device plugin 0.20 or newer, or ask for one share",
    sources=(
        "NVIDIA/k8s-device-plugin#1762",
        "NVIDIA/k8s-device-plugin#929",
    ),
    check=check,
    needs=(needs.version("device-plugin"),),
    facts=Facts(versions={"device-plugin": "v0.17.1"}),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none}
    sharing:
      mps:
        renameByDefault: true
        failRequestsGreaterThanOne: false
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
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
      mps:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
)

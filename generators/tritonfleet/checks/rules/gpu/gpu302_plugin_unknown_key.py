"""GPU302: the device plugin's configuration has its keys where the plugin looks for them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean
from tritonfleet.checks.gpu.plugin_problems import UNKNOWN, places, plugin_problems
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_IGNORED = ("rename", "devices")


def check(world: World) -> Verdicts:
    for problem in plugin_problems(world):
        if problem.kind == UNKNOWN and problem.key not in _IGNORED:
            section = ".".join(str(part) for part in problem.path[:-1] if isinstance(part, str))
            where = f" in `{section}`" if section else ""
            message = f"the device plugin knows no `{problem.key}`{where}, and drops it"
            yield problem.config.source.breach(problem.path, message, _hint(problem.key, section))


def _hint(key: str, section: str) -> str:
    elsewhere = [place or "the top" for place in places().get(key, ())]
    if elsewhere:
        return f"move it to {' or '.join(elsewhere)}"
    here = [name for name, sections in places().items() if section in sections]
    return did_you_mean(key, here) or did_you_mean(key, places())


RULE = Rule(
    id="GPU302",
    title="The device plugin's configuration has a key that the plugin drops",
    severity=Severity.ERROR,
    why="The plugin drops what it does not know without a word, so the node does something else than the "
    "file says. With `renameByDefault` under `flags` a node showed `nvidia.com/gpu: 16384` instead of "
    "`nvidia.com/gpu.shared`, and no log line says why.",
    fix="write the key where the plugin reads it, or remove it",
    sources=(
        "NVIDIA/k8s-device-plugin#1433",
        "NVIDIA/k8s-device-plugin:api/config/v1/config.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none, renameByDefault: true}
    sharing:
      timeSlicing:
        failRequestsGreaterThanOne: true
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
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
)

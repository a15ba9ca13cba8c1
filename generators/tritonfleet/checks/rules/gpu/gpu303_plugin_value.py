"""GPU303: the device plugin's configuration has values that the plugin takes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_problems import MISSING, UNKNOWN, plugin_problems
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SKIPPED = frozenset({"name", "replicas", "sleepInterval"})
"""Entries of resources have rules of their own, and an interval may also be a number."""


def check(world: World) -> Verdicts:
    seen: set[tuple[int, Path]] = set()
    for problem in plugin_problems(world):
        where = (id(problem.config), problem.path)
        if problem.kind in (UNKNOWN, MISSING, "too_short") or problem.key in _SKIPPED or where in seen:
            continue
        seen.add(where)
        expected = problem.message.removeprefix("Input should be ")
        message = f"`{'.'.join(map(str, problem.path))}` is `{problem.given}`, expected {expected}"
        yield problem.config.source.breach(problem.path, message)


RULE = Rule(
    id="GPU303",
    title="The device plugin's configuration has a value that the plugin refuses",
    severity=Severity.ERROR,
    why="The device plugin exits, as with `unknown MIG strategy` or `unable to load config`, and its pod "
    "is in CrashLoopBackOff: the node advertises no GPU until the value is right.",
    fix="write one of the values that the plugin knows",
    sources=(
        "NVIDIA/k8s-device-plugin:cmd/nvidia-device-plugin/main.go",
        "NVIDIA/k8s-device-plugin:api/config/v1/flags.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: mix}
    sharing:
      timeSlicing:
        renameByDefault: true
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

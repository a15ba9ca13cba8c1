"""GPU407: the name of a ConfigMap that the operator does not watch changes with its content."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import MIG_CONFIG, PLUGIN_CONFIG, named, policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_HASH = re.compile(r"-(?=[a-z]*\d)[a-z0-9]{5,64}$|-v?\d+$")


def check(world: World) -> Verdicts:
    for policy in policies(world):
        for where in (PLUGIN_CONFIG, MIG_CONFIG):
            name = policy.text(*where, "name")
            for holder in named(world, name):
                if not _HASH.search(name):
                    message = f"`{name}` stays the same when {holder} changes"
                    path = ("spec", *where, "name")
                    yield Breach(policy.resource, path, message, related=(holder,))


RULE = Rule(
    id="GPU407",
    title="A change of the GPU configuration does not reach the nodes",
    severity=Severity.INFO,
    why="The operator does not watch these ConfigMaps: after an edit the nodes go on with the old "
    "configuration until somebody restarts the DaemonSet, so Git says one thing and the GPUs another. "
    "Under a new name the operator rolls its pods by itself.",
    fix="put a hash of the content into the ConfigMap's name, and name it so in the ClusterPolicy",
    sources=(
        "NVIDIA/gpu-operator#891",
        "NVIDIA/cloud-native-docs:gpu-operator/gpu-sharing.rst",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {config: {name: device-plugin-config, default: shared}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-config, namespace: gpu-operator}
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
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {config: {name: device-plugin-5f0c1d2e, default: shared}}
---
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

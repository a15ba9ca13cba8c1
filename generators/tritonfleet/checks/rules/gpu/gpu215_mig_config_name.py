"""GPU215: a MIG configuration's name can be the value of a label."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import CONFIGS, mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_VALUE = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for name in file.configs:
            if not _VALUE.fullmatch(name):
                fix = f"write {name.replace('+', '.')}" if _VALUE.fullmatch(name.replace("+", ".")) else ""
                message = f"`{name}` cannot be the value of the label nvidia.com/mig.config"
                yield file.source.breach((CONFIGS, name), message, fix)


RULE = Rule(
    id="GPU215",
    title="The name of a MIG configuration cannot be the value of a label",
    severity=Severity.ERROR,
    why="Nodes choose a configuration by the value of `nvidia.com/mig.config`, and `kubectl label` "
    "refuses what is no label's value: `+`, blanks, and more than 63 characters. NVIDIA's own names "
    "have a dot for the `+` of `1g.10gb+me`.",
    fix="use letters, digits, dots and dashes, 63 at most",
    sources=(
        "kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go",
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
      all-1g.10gb+me:
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
      all-1g.10gb.me:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
""",
)

"""MON145: the counters file that the GPU operator is told of is there."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import Slips
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PATH = ("spec", "dcgmExporter", "config", "name")


def check(world: World) -> Verdicts:
    there = {each.name: each for each in world.index.of_kind("ConfigMap")}
    for policy in world.index.of_kind("ClusterPolicy"):
        name = value(policy.data, *_PATH)
        # The operator's namespace is seldom known: only a name that is nearly another's is surely wrong.
        near = Slips(there).near(name) if isinstance(name, str) and name and name not in there else None
        if near:
            message = f"there is no ConfigMap `{name}`"
            yield Breach(policy, _PATH, message, f"did you mean `{near}`?", related=(there[near],))


_OBJECTS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: dcgm-counters, namespace: gpu-operator}
data:
  dcgm-metrics.csv: |
    DCGM_FI_DEV_FB_USED, gauge, Framebuffer memory used (in MiB).
---
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  operator: {}
  daemonsets: {}
  driver: {}
  toolkit: {}
  devicePlugin: {}
  dcgm: {}
  gfd: {}
  nodeStatusExporter: {}
  dcgmExporter: {config: {name: NAME}}
"""

RULE = Rule(
    id="MON145",
    title="The GPU operator is told of a counters file that is not there",
    severity=Severity.ERROR,
    why="The pods of dcgm-exporter mount the ConfigMap and stay in ContainerCreating while it is missing: there are "
    "no metrics of any GPU, and every alert on them is silent.",
    fix="name the ConfigMap with the counters, in the operator's namespace",
    sources=("NVIDIA/gpu-operator:controllers/object_controls.go",),
    check=check,
    fails=_OBJECTS.replace("NAME", "dcgm-conters"),
    passes=_OBJECTS.replace("NAME", "dcgm-counters"),
)

"""GPU210: a MIG configuration of one's own has a name of its own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.mig_configs import mig_files
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_RESERVED = "default-mig-parted-config"


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        resource = file.source.resource
        own = [name for name in file.configs if not name.startswith("all-")]
        if resource.name == _RESERVED and own and not _is_operators(resource):
            message = f"the operator writes its own content into `{_RESERVED}`, without {listed(own)}"
            yield Breach(resource, ("metadata", "name"), message)


def _is_operators(resource: Resource) -> bool:
    """Whether this was read back from a cluster: the operator owns what it made."""
    owners = (owner.get("kind") for _, owner in items(resource.data, "metadata", "ownerReferences"))
    return "ClusterPolicy" in owners


RULE = Rule(
    id="GPU210",
    title="The MIG configuration has the name of the GPU operator's own",
    severity=Severity.ERROR,
    why="The operator owns the ConfigMap `default-mig-parted-config` and writes its content back at every "
    "reconciliation: one's own configurations are there for some seconds, and then `mig.config.state` "
    "is `failed` because the name that the node chose is gone.",
    fix="give the ConfigMap another name, and set migManager.config.name to it",
    sources=(
        "NVIDIA/gpu-operator#384",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: default-mig-parted-config, namespace: gpu-operator}
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

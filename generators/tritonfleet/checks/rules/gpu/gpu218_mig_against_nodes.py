"""GPU218: the MIG configuration cuts nodes as the fleet says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import MIG_LABEL, files_in_use
from tritonfleet.checks.gpu.hints import listed, profile_of
from tritonfleet.checks.gpu.mig_configs import CONFIGS, MigFile
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    pass


_COUNT = re.compile(r"(nvidia\.com/mig-.+)\.count")


def check(world: World) -> Verdicts:
    files = files_in_use(world) if world.facts.nodes else []
    if any(file.source.problem for file in files):
        return
    for node in world.facts.nodes or () if files else ():
        name = node.labels.get(MIG_LABEL)
        if not name:
            continue
        holders = [file for file in files if name in file.configs]
        if not holders:
            message = f"there is no configuration `{name}`, which nodes of {_where(node)} choose"
            yield files[0].source.breach((CONFIGS,), message)
        for file in holders:
            yield from _judge(file, name, node)


def _judge(file: MigFile, name: str, node: NodeFacts) -> Verdicts:
    from tritonfleet import geometry

    product, gpus = geometry.product(node.product), amount(node.labels.get("nvidia.com/gpu.count"))
    if product is None or gpus is None or node.labels.get("nvidia.com/mig.strategy") == "single":
        return  # Under single the label counts slices.
    made: Counter[str] = Counter()
    for entry in file.configs[name]:
        if entry.applies_to(product):
            cut = gpus if entry.devices is None else len(entry.devices)
            made.update({geometry.resource_name(p): cut * count for p, count in entry.layout.items()})
    have = _have(node)
    if +made != Counter(have):
        cuts = f"configuration `{name}` makes {_shown(made)} on a node"
        message = f"{cuts}, and nodes of {_where(node)} have {_shown(have)}"
        yield file.source.breach((CONFIGS, name), message)


def _have(node: NodeFacts) -> dict[str, int]:
    """Slices of one node before sharing, by resource."""
    found = ((_COUNT.fullmatch(key), amount(count)) for key, count in node.labels.items())
    return {match[1]: count for match, count in found if match and count}


def _shown(slices: Mapping[str, int]) -> str:
    return listed(f"{count} {profile_of(name)}" for name, count in slices.items() if count)


def _where(node: NodeFacts) -> str:
    return f"pool {node.pool}" if node.pool else "the fleet"


RULE = Rule(
    id="GPU218",
    title="The MIG configuration cuts nodes otherwise than the fleet says",
    severity=Severity.ERROR,
    why="The nodes advertise other slices than services were placed on: some pods stay Pending with "
    "`Insufficient nvidia.com/mig-…`, and slices that nobody asks for lie idle. It comes from an edit "
    "of the ConfigMap that the fleet does not know of, or from a ConfigMap that is older than the "
    "fleet.",
    fix="generate the ConfigMap from the fleet again, or declare the layout there",
    sources=(
        "NVIDIA/mig-parted:api/spec/v1/helpers.go",
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
    ),
    check=check,
    facts=Facts(
        nodes=(
            NodeFacts(
                1,
                {"nvidia.com/mig-1g.10gb": 14},
                {
                    "nvidia.com/mig.config": "vision",
                    "nvidia.com/gpu.count": "2",
                    "nvidia.com/mig-1g.10gb.count": "14",
                },
                pool="a100",
                product="A100-80GB",
            ),
        )
    ),
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
        mig-devices: {1g.10gb: 6}
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

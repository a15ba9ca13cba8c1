"""GPU126: a quota counts resources that nodes advertise."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for quota in world.index.of_kind("ResourceQuota"):
        for key, limit in mapping(quota.data, "spec", "hard").items():
            name = key.removeprefix("requests.") if isinstance(key, str) else ""
            if not is_gpu(name) or not amount(limit) or key == name:
                continue
            if nodes(world) is None:
                yield Undecided(needs.NODES)
            elif name not in advertised(world):
                there = sorted(advertised(world))
                message = f"no node advertises `{name}`; the nodes with GPUs advertise {listed(there)}"
                yield Breach(quota, ("spec", "hard", key), message, _fix(there))


def _fix(there: list[str]) -> str:
    return f"count {listed(f'requests.{name}' for name in there)}" if there else ""


RULE = Rule(
    id="GPU126",
    title="A quota is for a GPU resource that no node advertises",
    severity=Severity.WARNING,
    why="The quota shows no use and holds nobody back: the GPUs are advertised under another name since "
    "they were cut or shared, and of that name the namespace may take all.",
    fix="count the resource that the nodes advertise",
    sources=(
        "kubernetes/kubernetes:pkg/quota/v1/evaluator/core/pods.go",
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
    ),
    check=check,
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu.shared": 32}),)),
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 8}}
""",
    passes="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu.shared: 8}}
""",
)

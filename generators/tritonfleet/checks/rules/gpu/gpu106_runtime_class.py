"""GPU106: pods on nodes that need a runtime class name it."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import fits
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        if fit.maker.partial or fit.maker.spec.get("runtimeClassName") is not None:
            continue
        classes = {node.runtime_class for node in fit.open}
        if len(classes) == 1 and (name := classes.pop()):
            pools = [node.pool for node in fit.open if node.pool]
            where = f"the nodes of pool {listed(pools)}" if pools else "the nodes with its GPUs"
            message = f"`runtimeClassName` is not set, and {where} need `{name}`"
            path = (*fit.maker.path, "runtimeClassName")
            yield Breach(fit.maker.resource, path, message, f"set it to {name}", mend=Mend("set", path, name))


RULE = Rule(
    id="GPU106",
    title="The pod does not name the runtime class that its GPU nodes need",
    severity=Severity.ERROR,
    why="The pod is scheduled and its container starts without a driver: `nvidia-smi` is not found, and "
    "Triton says `failed to load libnvidia-ml.so` or serves on the CPU. On k3s, RKE2 and k0s NVIDIA's "
    "runtime is not containerd's default, so a pod gets it by `runtimeClassName` only.",
    fix="set runtimeClassName to the runtime class of the nodes",
    sources=(
        "NVIDIA/k8s-device-plugin#1011",
        "NVIDIA/k8s-device-plugin#826",
        "k3s-io/k3s#8595",
    ),
    check=check,
    facts=Facts(nodes=(NodeFacts(2, {"nvidia.com/gpu": 8}, pool="a100", runtime_class="nvidia"),)),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      runtimeClassName: nvidia
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)

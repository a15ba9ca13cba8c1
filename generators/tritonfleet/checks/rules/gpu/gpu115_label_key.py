"""GPU115: labels of GPU nodes are spelt as NVIDIA's programs spell them."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import constraints
from tritonfleet.checks.gpu.hints import gpu_label_keys, slip_of
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.gpu.podmakers import PodMaker, pod_makers
from tritonfleet.checks.objects import Path, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    makers = [
        maker for maker in pod_makers(world) if maker.spec.get("nodeSelector") or maker.spec.get("affinity")
    ]
    for maker in makers:
        for path, key in _keys(world, maker):
            if _known(world, key):
                continue
            ours = key.startswith(("nvidia.com/", "nvidia/"))
            hint = slip_of(key, gpu_label_keys()) if ours else slip_of(key, _of_nodes(world))
            if hint:
                whose = "no program of NVIDIA's writes" if ours else "no node with a GPU has"
                yield Breach(maker.resource, path, f"{whose} the label `{key}`", hint)


def _keys(world: World, maker: PodMaker) -> Iterator[tuple[Path, str]]:
    for one in world.derived(constraints).get(id(maker), ()):
        yield one.path, one.key
    at = ("affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
    for number, term in items(maker.spec, *at):
        for index, expression in items(term, "preference", "matchExpressions"):
            if isinstance(expression.get("key"), str):
                path = (*maker.path, *at, number, "preference", "matchExpressions", index)
                yield path, str(expression["key"])


def _of_nodes(world: World) -> set[str]:
    return {key for node in nodes(world) or () for key in node.labels}


def _known(world: World, key: str) -> bool:
    if key in gpu_label_keys() or key.startswith(("nvidia.com/mig-", "nvidia.com/gpu.deploy.")):
        return True
    return any(key in node.labels for node in nodes(world) or ())


RULE = Rule(
    id="GPU115",
    title="The key of a GPU node's label is misspelt",
    severity=Severity.WARNING,
    why="The pod stays Pending with `node(s) didn't match Pod's node affinity/selector`: nobody writes a "
    "label of that name. With a preferred affinity nothing is said at all, and the pod lands "
    "anywhere.",
    fix="write the key as GPU feature discovery does",
    sources=("NVIDIA/k8s-device-plugin:docs/gpu-feature-discovery/README.md",),
    check=check,
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
      nodeSelector: {nvidia.com/gpu.prodcut: NVIDIA-L40S}
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
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L40S}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)

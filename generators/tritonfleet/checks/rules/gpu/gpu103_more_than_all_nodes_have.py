"""GPU103: all pods together fit on the GPUs there are."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.gpu.requests import gpu_pods, needed
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World

_RUNNING = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout", "Pod"})


def check(world: World) -> Verdicts:
    if nodes(world) is None:
        return
    asked: dict[str, dict[Resource, tuple[int, Path]]] = defaultdict(dict)
    by_target = world.derived(scalers)
    for maker, requests in gpu_pods(world):
        if maker.workload is None or maker.resource.kind not in _RUNNING:
            continue
        pods = least_replicas(maker.workload, by_target)
        for name, count in needed(requests).items():
            path = next(one.path for one in requests if one.resource == name)
            asked[name][maker.resource] = (pods * count, path)
    for name, by_owner in asked.items():
        yield from _judge(world, name, by_owner)


def _judge(world: World, name: str, asked: dict[Resource, tuple[int, Path]]) -> Verdicts:
    total, there = sum(count for count, _ in asked.values()), advertised(world).get(name, 0)
    if not there or total <= there:
        return
    most = max(asked, key=lambda owner: asked[owner][0])
    each = listed(f"{owner.name} {count}" for owner, (count, _) in asked.items())
    message = f"{total} `{name}` are asked for at least ({each}), and all nodes together have {there}"
    others = tuple(owner for owner in asked if owner is not most)
    fix = f"ask for {total - there} fewer, or add nodes"
    yield Breach(most, asked[most][1], message, fix, related=others)


RULE = Rule(
    id="GPU103",
    title="The workloads ask for more GPUs than all nodes have",
    severity=Severity.ERROR,
    why="Some of the pods stay Pending with `Insufficient nvidia.com/gpu`, and which ones is chance. "
    "Counted are the fewest pods that each workload runs with: an autoscaler's minimum, else "
    "`replicas`.",
    fix="lower replicas, ask for smaller slices, or add nodes",
    sources=("kubernetes/kubernetes:pkg/scheduler/framework/plugins/noderesources/fit.go",),
    check=check,
    facts=Facts(nodes=(NodeFacts(2, {"nvidia.com/gpu": 4}),)),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 6
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet, namespace: prod}
spec:
  replicas: 4
  selector: {matchLabels: {app: resnet}}
  template:
    metadata: {labels: {app: resnet}}
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
  replicas: 5
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet, namespace: prod}
spec:
  replicas: 3
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: resnet}}
  template:
    metadata: {labels: {app: resnet}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)

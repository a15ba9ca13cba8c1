"""GPU125: a namespace's quota has room for the GPUs that its workloads ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.requests import gpu_pods, needed
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    quotas = [one for one in world.index.of_kind("ResourceQuota") if not _scoped(one)]
    if not quotas:
        return
    asked: dict[tuple[str, str], dict[Resource, int]] = defaultdict(dict)
    by_target = world.derived(scalers)
    for maker, requests in gpu_pods(world):
        if maker.workload is None or maker.resource.kind in ("Job", "CronJob", "DaemonSet"):
            continue
        for name, count in needed(requests).items():
            pods = least_replicas(maker.workload, by_target)
            asked[maker.resource.namespace, name][maker.resource] = pods * count
    for quota in quotas:
        for key, limit in mapping(quota.data, "spec", "hard").items():
            name = key.removeprefix("requests.") if isinstance(key, str) else ""
            yield from _judge(quota, key, amount(limit), asked.get((quota.namespace, name), {}))


def _scoped(quota: Resource) -> bool:
    """Whether it counts some pods only."""
    spec = mapping(quota.data, "spec")
    return bool(spec.get("scopes") or spec.get("scopeSelector"))


def _judge(quota: Resource, key: str, limit: int | None, asked: Mapping[Resource, int]) -> Verdicts:
    total = sum(asked.values())
    if limit is not None and total > limit and key.startswith("requests."):
        each = listed(f"{owner.name} {count}" for owner, count in asked.items())
        message = f"`{key}` is {limit}, and the workloads ask for {total} at least ({each})"
        yield Breach(quota, ("spec", "hard", key), message, f"raise it to {total}", related=tuple(asked))


RULE = Rule(
    id="GPU125",
    title="The quota has fewer GPUs than the workloads ask for",
    severity=Severity.ERROR,
    why="Pods beyond the quota are not made: the ReplicaSet shows `FailedCreate` with `exceeded quota`, "
    "and the Deployment stays short without a Pending pod to look at.",
    fix="raise the quota, or lower replicas",
    sources=("kubernetes/kubernetes:pkg/quota/v1/evaluator/core/pods.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 1}}
---
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
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 2}}
---
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
)

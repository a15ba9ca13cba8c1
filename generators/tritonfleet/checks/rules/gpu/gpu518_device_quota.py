"""GPU518: a namespace's quota has room for the devices that its workloads claim."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import Ask, pod_claims
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World
from tritonfleet.dra import QUOTA_SUFFIX


def check(world: World) -> Verdicts:
    for quota in world.index.of_kind("ResourceQuota"):
        for key, limit in mapping(quota.data, "spec", "hard").items():
            name = key.removesuffix(QUOTA_SUFFIX) if isinstance(key, str) else ""
            if name != key and amount(limit) is not None:
                yield from _judge(world, quota, str(key), name, amount(limit) or 0)


def _judge(world: World, quota: Resource, key: str, device_class: str, limit: int) -> Verdicts:
    asked: dict[Resource, int] = {}
    for one in pod_claims(world):
        if one.claim and not one.shared and one.workload.resource.namespace == quota.namespace:
            if one.workload.resource.kind in ("Job", "CronJob", "DaemonSet"):
                continue
            devices = sum(_count(ask) for ask in one.claim.asks if ask.device_class == device_class)
            pods = least_replicas(one.workload, world.derived(scalers))
            asked[one.workload.resource] = asked.get(one.workload.resource, 0) + pods * devices
    total = sum(asked.values())
    if total > limit:
        each = listed(f"{owner.name} {count}" for owner, count in asked.items() if count)
        message = f"`{key}` is {limit}, and the workloads claim {total} at least ({each})"
        yield Breach(quota, ("spec", "hard", key), message, f"raise it to {total}", related=tuple(asked))


def _count(ask: Ask) -> int:
    """Devices of one claim; of alternatives one at most is taken, so they count as none."""
    if "/" in ask.name or ask.data.get("allocationMode") == "All":
        return 0
    count = ask.data.get("count")
    return count if isinstance(count, int) and not isinstance(count, bool) else 1


RULE = Rule(
    id="GPU518",
    title="The quota has fewer devices than the workloads claim",
    severity=Severity.ERROR,
    why="The claims beyond the quota are not made, `exceeded quota` stands in the events of the pods, and "
    "they stay Pending.",
    fix="raise the quota, or lower replicas",
    sources=("kubernetes/kubernetes:pkg/quota/v1/evaluator/core/resource_claims.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {gpu.nvidia.com.deviceclass.resource.k8s.io/devices: 1}}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com}
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
      resourceClaims: [{name: gpu, resourceClaimTemplateName: bert-gpu}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {claims: [{name: gpu}]}
""",
    passes="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {gpu.nvidia.com.deviceclass.resource.k8s.io/devices: 2}}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com}
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
      resourceClaims: [{name: gpu, resourceClaimTemplateName: bert-gpu}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {claims: [{name: gpu}]}
""",
)

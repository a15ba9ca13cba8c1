"""GPU511: pods of several replicas have claims of their own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import Claim, pod_claims
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World

_REPLICATED = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "Rollout"})


def check(world: World) -> Verdicts:
    for one in pod_claims(world):
        if not one.shared or one.workload.resource.kind not in _REPLICATED:
            continue
        if one.claim is None or not _is_nvidia(one.claim):
            continue
        pods = least_replicas(one.workload, world.derived(scalers))
        if pods > 1:
            message = f"{pods} replicas share ResourceClaim `{one.claim.resource.name}`"
            related = (one.claim.resource,)
            yield Breach(one.workload.resource, (*one.path, "resourceClaimName"), message, related=related)


def _is_nvidia(claim: Claim) -> bool:
    return any(ask.is_for_gpu for ask in claim.asks)


RULE = Rule(
    id="GPU511",
    title="All replicas share one claim, and so one GPU",
    severity=Severity.WARNING,
    why="A ResourceClaim is allocated once: every replica gets the same device, so they share its memory "
    "without any bound, and all of them run on its node. The pods that do not fit there stay Pending, "
    "and when the node goes all replicas go.",
    fix="name a ResourceClaimTemplate instead, of which every pod gets a claim of its own",
    sources=(
        "kubernetes/website:content/en/docs/concepts/scheduling-eviction/dynamic-resource-allocation.md",
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/time-slicing.md",
    ),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: {name: bert-gpu, namespace: prod}
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
      resourceClaims: [{name: gpu, resourceClaimName: bert-gpu}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {claims: [{name: gpu}]}
""",
    passes="""\
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

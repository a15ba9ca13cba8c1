"""GPU507: a claim of a pod is used by one of its containers."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import pod_claims
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in pod_claims(world):
        used = {
            str(claim.get("name"))
            for _, container in one.workload.containers
            for _, claim in items(container, "resources", "claims")
        }
        declared = {str(entry.get("name")) for _, entry in items(one.workload.spec, "resourceClaims")}
        if not used <= declared:
            continue  # GPU508 speaks of the name that is not declared.
        if one.name not in used and not mapping(one.workload.spec, "resources").get("claims"):
            message = f"no container names claim `{one.name}` under `resources.claims`"
            yield Breach(one.workload.resource, (*one.path, "name"), message)


RULE = Rule(
    id="GPU507",
    title="No container uses the claim of its pod",
    severity=Severity.ERROR,
    why="The device is allocated and reserved for the pod, and no container sees it: Triton fails with "
    "`no CUDA-capable device is detected` or serves on the CPU, while the GPU is lost to everybody "
    "else.",
    fix="name the claim under resources.claims of the container",
    sources=(
        "kubernetes/website:content/en/docs/concepts/scheduling-eviction/dynamic-resource-allocation.md",
    ),
    check=check,
    fails="""\
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
        resources: {limits: {memory: 8Gi}}
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

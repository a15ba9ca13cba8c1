"""GPU516: a device that a claim shares has somebody to share it with."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import NVIDIA, PodClaim, pod_claims
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in pod_claims(world):
        if one.claim is None or one.shared:
            continue
        for number, entry in items(one.claim.data, "config"):
            strategy = value(entry, "opaque", "parameters", "sharing", "strategy")
            if strategy and value(entry, "opaque", "driver") == NVIDIA and _users(one) == 1:
                at = ("config", number, "opaque", "parameters", "sharing")
                message = f"strategy {strategy}, and one container of {one.workload.resource} uses the device"
                related = (one.workload.resource,)
                yield Breach(one.claim.resource, (*one.claim.path, *at), message, related=related)


def _users(one: PodClaim) -> int:
    """How many containers use the claim."""
    return sum(
        any(claim.get("name") == one.name for _, claim in items(container, "resources", "claims"))
        for _, container in one.workload.containers
    )


RULE = Rule(
    id="GPU516",
    title="A GPU is set up for sharing, and every pod gets one of its own",
    severity=Severity.WARNING,
    why="Of a ResourceClaimTemplate each pod gets a claim and so a GPU of its own: with one container "
    "that uses it nobody shares, and a Deployment of four takes four GPUs. Sharing through DRA is "
    "between the containers of a pod, or between pods that name one ResourceClaim.",
    fix="use shares of the device plugin, or let several containers or pods use one claim",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/time-slicing.md",
        "kubernetes-sigs/dra-driver-nvidia-gpu:demo/specs/quickstart/v1/gpu-test-mps.yaml",
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
      config:
      - opaque:
          driver: gpu.nvidia.com
          parameters:
            apiVersion: resource.nvidia.com/v1beta1
            kind: GpuConfig
            sharing: {strategy: MPS}
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

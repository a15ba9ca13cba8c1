"""GPU510: a pod gets its GPU by a claim or by a resource."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import pod_claims
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    claiming = {
        id(one.workload.resource): one
        for one in pod_claims(world)
        if one.claim and any(ask.is_for_gpu for ask in one.claim.asks)
    }
    for request in gpu_requests(world) if claiming else ():
        one = claiming.get(id(request.owner))
        if one is not None and one.claim is not None:
            message = f"the pods ask for `{request.resource}` beside {one.claim.resource}"
            yield Breach(request.owner, request.path, message, related=(one.claim.resource,))


RULE = Rule(
    id="GPU510",
    title="A pod asks for GPUs by a claim and by an extended resource",
    severity=Severity.WARNING,
    why="The pod takes GPUs twice: one that DRA allocates and one of the device plugin, which know "
    "nothing of each other. Where one cluster has both, a GPU must be handed out by one of them; "
    "where it has one, the pod stays Pending for the other.",
    fix="keep the claim, or keep the resource under limits",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/prerequisites.md",
        "NVIDIA/cloud-native-docs:gpu-operator/dra-intro-install.rst",
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
        resources: {claims: [{name: gpu}], limits: {nvidia.com/gpu: 1}}
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

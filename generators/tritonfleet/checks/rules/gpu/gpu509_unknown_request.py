"""GPU509: requests of a claim are named as the claim has them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import Claim, PodClaim, claims, pod_claims
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.objects import Path, Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for field in ("constraints", "config"):
            for number, entry in items(claim.data, field):
                names = entry.get("requests")
                for index, name in enumerate(names if isinstance(names, list) else ()):
                    if isinstance(name, str) and name not in claim.request_names:
                        path = (*claim.path, field, number, "requests", index)
                        yield _breach(claim.resource, path, name, claim)
    for one in pod_claims(world):
        if one.claim is not None:
            yield from _of_containers(one, one.claim)


def _of_containers(one: PodClaim, claim: Claim) -> Verdicts:
    for path, container in one.workload.containers:
        for number, use in items(container, "resources", "claims"):
            name = use.get("request")
            if str(use.get("name")) == one.name and isinstance(name, str) and name not in claim.request_names:
                at = (*path, "resources", "claims", number, "request")
                yield _breach(one.workload.resource, at, name, claim)


def _breach(resource: Resource, path: Path, name: str, claim: Claim) -> Breach:
    known = claim.request_names
    message = f"{claim.resource} has no request `{name}`"
    fix = did_you_mean(name, known) or f"its requests: {listed(known)}"
    return Breach(resource, path, message, fix, related=(claim.resource,))


RULE = Rule(
    id="GPU509",
    title="A request is named that the claim does not have",
    severity=Severity.ERROR,
    why="In a claim's constraints or config the API server refuses the name. In a container it is taken, "
    "and the kubelet gives the container no device for it: Triton fails with `no CUDA-capable device is "
    "detected` or serves on the CPU, while the device is reserved.",
    fix="name a request of the claim, or leave the name out for all of them",
    sources=(
        "kubernetes/kubernetes:pkg/apis/resource/validation/validation.go",
        "kubernetes/kubernetes:pkg/kubelet/cm/dra/claiminfo.go",
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
        resources: {claims: [{name: gpu, request: gpu-0}]}
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
        resources: {claims: [{name: gpu, request: gpu}]}
""",
)

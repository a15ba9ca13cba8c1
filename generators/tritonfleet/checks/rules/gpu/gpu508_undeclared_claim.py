"""GPU508: containers use claims that their pod declares."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        for path, container in workload.containers:
            if not container.get("resources"):
                continue
            for number, claim in items(container, "resources", "claims"):
                declared = [str(one.get("name")) for _, one in items(workload.spec, "resourceClaims")]
                name = str(claim.get("name"))
                if name not in declared:
                    at = (*path, "resources", "claims", number, "name")
                    message = f"the pod declares no claim `{name}`"
                    fix = did_you_mean(name, declared)
                    yield Breach(workload.resource, at, message, fix)


RULE = Rule(
    id="GPU508",
    title="A container uses a claim that its pod does not declare",
    severity=Severity.ERROR,
    why="The API server refuses the pod with `must be one of the names in pod.spec.resourceClaims`; a "
    "Deployment is taken and never has a pod.",
    fix="declare it under the pod's resourceClaims, or write its name there",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
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
        resources: {claims: [{name: gpus}]}
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

"""K8S018: the ResourceClaimTemplates that pods claim their devices by exist."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        for number, claim in items(workload.spec, "resourceClaims"):
            path = (*workload.path, "spec", "resourceClaims", number, "resourceClaimTemplateName")
            name = claim.get("resourceClaimTemplateName")
            yield from world.reference(workload.resource, path, "ResourceClaimTemplate", name)


RULE = Rule(
    id="K8S018",
    title="The ResourceClaimTemplate does not exist",
    severity=Severity.ERROR,
    why="No claim is made for the pod, and the scheduler keeps it Pending. A template cannot be changed, so "
    "a changed one has a new name, and a reference to the old one leads nowhere.",
    fix="name a template of the pod's own namespace, or list it among the external ones",
    sources=(
        "kubernetes/kubernetes:pkg/controller/resourceclaim/controller.go",
        "kubernetes/kubernetes:pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go",
    ),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu-5f0c1d2e, namespace: staging}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: tritonserver:26.07, resources: {claims: [{name: gpu}]}}]
  resourceClaims: [{name: gpu, resourceClaimTemplateName: bert-gpu-5f0c1d2e}]
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu-5f0c1d2e, namespace: prod}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: tritonserver:26.07, resources: {claims: [{name: gpu}, {name: link}]}}]
  resourceClaims:
  - {name: gpu, resourceClaimTemplateName: bert-gpu-5f0c1d2e}
  - {name: link, resourceClaimName: made-by-hand}
""",
)

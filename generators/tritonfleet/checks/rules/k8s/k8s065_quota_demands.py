"""K8S065: containers state what the quota of their namespace counts."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.quotas import Constraint, constrained, defaults, in_quota
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import (
    Container,
    Role,
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload, quota in world.derived(in_quota):
        given = defaults(world, workload.resource.namespace)
        if mapping(workload.spec, "resources"):
            continue
        for _, constraint in constrained(quota):
            if constraint in given:
                continue
            for container in world.derived(by_workload).get(workload, ()):
                if container.role is not Role.EPHEMERAL and not _states(container, constraint):
                    message = (
                        f"container `{container.name}` states no {'.'.join(constraint)}, which {quota} counts"
                    )
                    path = (*container.path, "resources")
                    fix = f"set resources.{'.'.join(constraint)}, or give a default by a LimitRange"
                    yield Breach(workload.resource, path, message, fix, related=(quota,))
                    break


def _states(container: Container, constraint: Constraint) -> bool:
    field, resource = constraint
    found = container.limit(resource) if field == "limits" else container.request(resource)
    return found is not None


RULE = Rule(
    id="K8S065",
    title="A container does not state what the quota counts",
    severity=Severity.ERROR,
    why="Where a ResourceQuota bounds CPU or memory, the API server refuses every pod with a container that "
    "does not state it: `failed quota: … must specify limits.memory`. The Deployment is there and has no "
    "pods.",
    fix="state the request or limit in every container, or add a LimitRange with defaults",
    sources=(
        "kubernetes/kubernetes:pkg/quota/v1/evaluator/core/pods.go",
        "kubernetes/website:content/en/docs/concepts/policy/resource-quotas.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: prod}
spec: {hard: {limits.memory: 200Gi}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {requests: {cpu: 4, memory: 8Gi}}}]}
""",
    passes="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: prod}
spec: {hard: {limits.memory: 200Gi, requests.memory: 200Gi}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 8Gi}}}]}
""",
)

"""ROL004: a service with several pods is not stopped to be updated."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    by_target = world.derived(scalers)
    for workload in world.index.workloads:
        resource = workload.resource
        if (
            resource.kind == "Deployment"
            and mapping(resource.data, "spec", "strategy").get("type") == "Recreate"
        ):
            replicas = least_replicas(workload, by_target)
            if replicas > 1:
                message = f"all {replicas} pods are stopped before the first new one starts"
                yield Breach(resource, ("spec", "strategy", "type"), message)


_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  strategy: STRATEGY
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
"""

RULE = Rule(
    id="ROL004",
    title="Every update stops all pods of the service",
    severity=Severity.WARNING,
    why="Clients get connection errors from the moment the last old pod ends until the first new one has "
    "loaded its models. With several pods that is never needed: they can be replaced one after the other on the "
    "GPUs they have.",
    fix="use RollingUpdate with `maxSurge: 0` and `maxUnavailable: 1`",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/deployment.md",),
    check=check,
    fails=_DEPLOYMENT.replace("STRATEGY", "{type: Recreate}"),
    passes=_DEPLOYMENT.replace(
        "STRATEGY", "{type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"
    ),
)

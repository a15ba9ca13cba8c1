"""ROL013: pods that start slowly do not wait for each other."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.budgets import startup_budget
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scaled_by, scalers
from tritonfleet.checks.world import World

_PATH = ("spec", "podManagementPolicy")
_SLOW = 120
"""Seconds: faster pods may as well start in order."""


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        resource = workload.resource
        if (
            resource.kind != "StatefulSet"
            or mapping(resource.data, "spec").get("podManagementPolicy") == "Parallel"
        ):
            continue
        budget, scaler = startup_budget(workload), scaled_by(world, resource)
        pods = (scaler.maximum if scaler else None) or least_replicas(workload, world.derived(scalers))
        if budget >= _SLOW and pods > 2:
            message = f"{pods} pods start one after the other, and each may take {budget} s"
            yield Breach(resource, _PATH, message)


_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bert, namespace: prod}
spec:
  replicas: 4
  POLICY
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          startupProbe: {httpGet: {path: /v2/health/ready, port: 8000}, periodSeconds: 10, failureThreshold: 60}
"""

RULE = Rule(
    id="ROL013",
    title="Slow pods of a StatefulSet start one after the other",
    severity=Severity.INFO,
    why="After a restart of the cluster, or when an autoscaler asks for three more pods, each waits until the "
    "one before has loaded its models: the last one comes an hour later, and a pod that cannot load holds all "
    "that follow.",
    fix="set `podManagementPolicy: Parallel`; the field cannot be changed later, so the StatefulSet is made "
    "anew",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/statefulset.md",),
    check=check,
    fails=_SET.replace("  POLICY\n", ""),
    passes=_SET.replace("POLICY", "podManagementPolicy: Parallel"),
)

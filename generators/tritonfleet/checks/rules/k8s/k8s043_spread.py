"""K8S043: replicas are spread over nodes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.serving import served
from tritonfleet.checks.world import World

_KINDS = frozenset({"Deployment", "StatefulSet", "Rollout"})


def check(world: World) -> Verdicts:
    by_target, behind = world.derived(scalers), world.derived(served)
    for workload in world.index.workloads:
        spec = workload.spec
        if (
            workload.resource.kind not in _KINDS
            or spec.get("topologySpreadConstraints")
            or spec.get("affinity")
            or id(workload) not in behind
        ):
            continue
        replicas = least_replicas(workload, by_target)
        if replicas > 1 and not spec.get("nodeName"):
            message = f"nothing keeps its {replicas} pods off one node"
            yield Breach(workload.resource, (*workload.path, "spec"), message)


RULE = Rule(
    id="K8S043",
    title="Replicas may share one node",
    severity=Severity.INFO,
    why="The scheduler spreads pods by default, but gives that up for a better fit: on GPU pools, where few "
    "nodes have room, all replicas often meet on one node, and its drain or failure takes the whole service "
    "away.",
    fix="add a topologySpreadConstraint over kubernetes.io/hostname with the pods' own labels",
    sources=(
        "kubernetes/website:content/en/docs/concepts/scheduling-eviction/topology-spread-constraints.md",
        "zegl/kube-score:README_CHECKS.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{port: 8000}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {matchLabels: {app: bert}}
      containers: [{name: triton, image: "tritonserver:26.07"}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{port: 8000}]}
""",
)

"""SCL222: somebody has thought about how many GPUs an autoscaler may take."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.rollouts.capacity import gpu_needs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    # Where the nodes are known, SCL221 says it with numbers.
    for scaled in scaled_objects(world) if wanting and nodes(world) is None else ():
        pod = wanting.get(scaled.target)
        if pod and scaled.maximum is None:
            total = ", ".join(f"{scaled.most * count} {resource}" for resource, count in pod.items())
            message = f"`maxReplicaCount` is not set, so it is {scaled.most}: up to {total}"
            yield Breach(scaled.resource, ("spec", "maxReplicaCount"), message)


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 1
  MOST
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
"""

RULE = Rule(
    id="SCL222",
    title="A GPU workload may grow to KEDA's default of 100 pods",
    severity=Severity.WARNING,
    why="One wrong label or threshold, and the workload asks for a hundred GPUs: a cluster autoscaler buys "
    "them, or the pods stay Pending and hold what other services wait for.",
    fix="set `maxReplicaCount` to the GPUs that this service may take",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go",),
    check=check,
    fails=_PAIR.replace("  MOST\n", ""),
    passes=_PAIR.replace("MOST", "maxReplicaCount: 4"),
)

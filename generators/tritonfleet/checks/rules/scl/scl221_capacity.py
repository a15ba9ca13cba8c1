"""SCL221: an autoscaler's maximum fits on the GPUs there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rollouts.capacity import gpu_needs
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import Scaler, scalers, target_workload
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    for target, found in world.derived(scalers).items() if wanting else ():
        pod = wanting.get(target)
        for scaler in found if pod else ():
            if pod and scaler.maximum:
                yield from _fits(world, scaler, scaler.maximum, pod)


def _fits(world: World, scaler: Scaler, most: int, pod: Mapping[str, int]) -> Verdicts:
    given = "" if scaler.maximum_path[-1] in mapping(scaler.resource.data, "spec") else ", the default,"
    for resource, count in pod.items():
        for quota, limit in _quotas(world, scaler.resource.namespace, resource):
            if limit < most * count:
                message = f"{most} pods{given} take {most * count} {resource}, {quota} allows {limit}"
                fix = f"set it to {limit // count}, or raise the quota"
                yield Breach(scaler.resource, scaler.maximum_path, message, fix, related=(quota,))
                return
    if nodes(world) is None:
        yield Undecided(needs.NODES)
        return
    for resource, count in pod.items():
        total = advertised(world).get(resource)
        if total is not None and total < most * count:
            message = f"{most} pods{given} take {most * count} {resource}, and all nodes have {total}"
            fix = f"set it to {total // count}, or add nodes"
            target = target_workload(world, scaler.target)
            related = (target.resource,) if target else ()
            yield Breach(scaler.resource, scaler.maximum_path, message, fix, related=related)
            return


def _quotas(world: World, namespace: str, resource: str) -> Iterator[tuple[Resource, int]]:
    for quota in world.index.of_kind("ResourceQuota"):
        spec = mapping(quota.data, "spec")
        limit = amount(mapping(spec, "hard").get(f"requests.{resource}"))
        if (
            quota.namespace == namespace
            and limit is not None
            and not spec.get("scopes")
            and not spec.get("scopeSelector")
        ):
            yield quota, limit


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
    id="SCL221",
    title="An autoscaler's maximum is above the GPUs there are",
    severity=Severity.WARNING,
    why="At peak the last pods stay Pending with `Insufficient nvidia.com/gpu`, or are not made for the "
    "quota. The HPA counts them as replicas that will come, so it asks for no more, and capacity plans "
    "rest on pods that never ran.",
    fix="set the maximum to what the GPUs carry, or add nodes",
    sources=(
        "kubernetes/kubernetes:pkg/controller/podautoscaler/replica_calculator.go",
        "ai-runway/airunway#400",
    ),
    check=check,
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 4}),)),
    fails=_PAIR.replace("  MOST\n", ""),
    passes=_PAIR.replace("MOST", "maxReplicaCount: 4"),
)

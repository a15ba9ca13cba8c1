"""ROL110: the GPUs hold both versions for as long as a Rollout runs both."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rollouts.capacity import free, gpu_needs, shortage, sure
from tritonfleet.checks.rollouts.extra import extra_pods
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        yield from _fits(world, rollout)


def _fits(world: World, rollout: Rollout) -> Verdicts:
    workload = rollout.workload(world)
    if workload is None:
        return
    made_by = workload.resource
    pod = gpu_needs(world).get((made_by.kind, made_by.namespace, made_by.name))
    pods, why = extra_pods(rollout, least_replicas(workload, world.derived(scalers)))
    if not pod or not pods:
        return
    left = free(world)
    if left is None:
        yield Undecided(needs.NODES)
    elif lack := shortage(pod, left, pods):
        severity = Severity.ERROR if sure(world) else Severity.WARNING
        message = f"an update runs {count(pods, 'pod')} more, because {why}: it needs {lack}"
        yield Breach(rollout.resource, rollout.path, message, severity=severity)


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  replicas: REPLICAS
  strategy: {blueGreen: {activeService: bert}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
"""

RULE = Rule(
    id="ROL110",
    title="Two versions at once need more GPUs than there are",
    severity=Severity.ERROR,
    why="The new version's pods stay Pending with `Insufficient nvidia.com/gpu`, the analysis sees no "
    "traffic, and the Rollout stands at its first step or exceeds its deadline. Blue-green, and a canary "
    "with traffic routing, keep the old version whole until the end.",
    fix="use a canary without traffic routing and `maxSurge: 0`, `dynamicStableScale: true`, or keep the GPUs "
    "free",
    sources=("argoproj/argo-rollouts:docs/features/canary/index.md", "kserve/kserve#4855"),
    check=check,
    fails=_ROLLOUT.replace("REPLICAS", "3"),
    passes=_ROLLOUT.replace("REPLICAS", "2"),
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 4}),)),
)

"""ROL206: the GPUs hold a Canary's primary and its canary."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.capacity import free, gpu_needs, shortage, sure
from tritonfleet.checks.rollouts.flagger import Canary, canaries
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import least_replicas, scalers, target_workload
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        yield from _fits(world, canary)


def _fits(world: World, canary: Canary) -> Verdicts:
    workload, pod = target_workload(world, canary.target), gpu_needs(world).get(canary.target)
    if workload is None or not pod:
        return
    pods = least_replicas(workload, world.derived(scalers))
    left = free(world)
    if left is None:
        yield Undecided(needs.NODES)
    elif lack := shortage(pod, left, pods):
        severity = Severity.ERROR if sure(world) else Severity.WARNING
        message = f"a release runs {count(pods, 'pod')} beside the primary's: it needs {lack}"
        path = ("spec", "targetRef")
        yield Breach(canary.resource, path, message, severity=severity, related=(workload.resource,))


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: REPLICAS
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000}
  analysis: {interval: 1m, threshold: 5, iterations: 10}
"""

RULE = Rule(
    id="ROL206",
    title="A Canary needs more GPUs than there are",
    severity=Severity.ERROR,
    why="Flagger keeps a copy of the Deployment, the primary, that serves clients, and scales the "
    "Deployment itself up for each release. Its pods stay Pending with `Insufficient nvidia.com/gpu` "
    "until the Canary's deadline, and the release is rolled back.",
    fix="keep as many GPUs free as one version uses, or roll out in place with `maxSurge: 0`",
    sources=(
        "fluxcd/flagger:docs/gitbook/usage/how-it-works.md",
        "fluxcd/flagger:pkg/canary/deployment_controller.go",
    ),
    check=check,
    fails=_PAIR.replace("REPLICAS", "3"),
    passes=_PAIR.replace("REPLICAS", "2"),
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 4}),)),
)

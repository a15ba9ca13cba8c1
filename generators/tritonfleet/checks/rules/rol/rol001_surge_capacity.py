"""ROL001: a GPU is free for the pod that a rolling update starts first."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.capacity import free, gpu_needs, shortage, sure
from tritonfleet.checks.rollouts.strategy import Update, updates
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    for update in updates(world) if wanting else ():
        resource = update.resource
        pod = wanting.get((resource.kind, resource.namespace, resource.name))
        if pod and update.replicas and update.surge > 0 and update.unavailable == 0:
            left = free(world)
            if left is None:
                yield Undecided(needs.NODES)
            elif lack := shortage(pod, left):
                severity = Severity.ERROR if sure(world) else Severity.WARNING
                yield Breach(resource, update.path, _message(update, lack), severity=severity)


def _message(update: Update, lack: str) -> str:
    surge, unavailable = update.written
    return (
        f"`maxSurge: {surge}` of {update.replicas} is {update.surge} and `maxUnavailable: {unavailable}` is 0, "
        f"so an update first needs {lack}"
    )


_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  STRATEGY
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
    id="ROL001",
    title="A rolling update waits for a GPU that is not there",
    severity=Severity.ERROR,
    why="The new pod stays Pending with `Insufficient nvidia.com/gpu` while the old one keeps the GPU, "
    "until the rollout exceeds its progress deadline. Kubernetes' default of 25 % rounds up to one more "
    "pod and down to none missing, so every small Deployment on a full pool is caught.",
    fix="set `maxSurge: 0` and `maxUnavailable: 1`, or keep a GPU free",
    sources=(
        "defilantech/LLMKube#192",
        "kserve/kserve#4855",
        "kubernetes/kubernetes:pkg/controller/deployment/util",
    ),
    check=check,
    fails=_DEPLOYMENT.replace("  STRATEGY\n", ""),
    passes=_DEPLOYMENT.replace("STRATEGY", "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"),
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 2}),)),
)

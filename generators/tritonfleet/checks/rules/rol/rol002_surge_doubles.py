"""ROL002: a rolling update does not ask for a second set of GPUs."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.capacity import free, gpu_needs, shortage
from tritonfleet.checks.rollouts.strategy import Update, updates
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import whole
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    for update in updates(world) if wanting else ():
        resource = update.resource
        pod = wanting.get((resource.kind, resource.namespace, resource.name))
        if pod and _is_all(update) and _unsettled(world, update, pod):
            more = ", ".join(f"{units * update.surge} {name}" for name, units in pod.items())
            pods = count(update.surge, "pod")
            message = f"`maxSurge: {update.written[0]}` starts {pods} beside {update.replicas}: {more} more"
            yield Breach(resource, (*update.path, "maxSurge"), message)


def _unsettled(world: World, update: Update, pod: Mapping[str, int]) -> bool:
    """Whether the GPUs that are left do not hold all new pods, or are unknown; ROL001 tells when they hold none."""
    left = free(world)
    if left is None:
        return True
    waits = update.unavailable == 0 and bool(shortage(pod, left))
    return bool(shortage(pod, left, update.surge)) and not waits


def _is_all(update: Update) -> bool:
    """Whether as many pods are added as there are; the default does that to one pod, and ROL001 looks at it."""
    written = update.written[0]
    if isinstance(written, str):
        return update.replicas > 0 and (whole(written.removesuffix("%")) or 0) >= 100
    return update.surge >= update.replicas > 1


_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 4
  strategy: {rollingUpdate: {maxSurge: SURGE, maxUnavailable: 1}}
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
    id="ROL002",
    title="A rolling update needs all its GPUs twice",
    severity=Severity.WARNING,
    why="All new pods are started before one old pod goes, so each release needs twice the GPUs for as long as "
    "models load. On a pool without that reserve the new pods stay Pending and take the GPUs that other "
    "services scale into.",
    fix="set `maxSurge: 1`, or `maxSurge: 0` with `maxUnavailable: 1` where no GPU is free",
    sources=("vllm-project/production-stack:helm/templates/_helpers.tpl", "kserve/kserve#4855"),
    check=check,
    fails=_DEPLOYMENT.replace("SURGE", "100%"),
    passes=_DEPLOYMENT.replace("SURGE", "1"),
)

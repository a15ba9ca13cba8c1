"""ROL002: a rolling update does not ask for a second set of GPUs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.capacity import gpu_needs
from tritonfleet.checks.rollouts.strategy import updates
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import whole
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    for update in updates(world) if wanting else ():
        resource, written = update.resource, update.written[0]
        pod = wanting.get((resource.kind, resource.namespace, resource.name))
        # At the default of 25 % one pod of one is all of them too: that is the business of ROL001.
        if pod and update.surge >= update.replicas > 0 and _is_all(written, update.replicas):
            more = ", ".join(f"{units * update.surge} {name}" for name, units in pod.items())
            message = f"`maxSurge: {written}` starts {count(update.surge, 'pod')} beside {update.replicas}: {more} more"
            yield Breach(resource, (*update.path, "maxSurge"), message)


def _is_all(written: object, replicas: int) -> bool:
    if isinstance(written, str):
        return (whole(written.removesuffix("%")) or 0) >= 100
    return isinstance(written, int) and written >= replicas > 1


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
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          resources: {limits: {nvidia.com/gpu: 1}}
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

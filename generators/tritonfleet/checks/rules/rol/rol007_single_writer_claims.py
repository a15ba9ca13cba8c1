"""ROL007: a volume that one node can mount is not shared by pods of several."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, Workload, items, mapping, value
from tritonfleet.checks.rollouts.strategy import Update, updates
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import scaled_by
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_ONE_NODE, _ONE_POD = "ReadWriteOnce", "ReadWriteOncePod"
_KINDS = ("Deployment", "Rollout", "StatefulSet", "ReplicaSet")


def check(world: World) -> Verdicts:
    surging = {id(update.workload): update for update in updates(world)}
    for workload in world.index.workloads:
        if workload.resource.kind in _KINDS:
            for number, volume in items(workload.spec, "volumes"):
                name = mapping(volume, "persistentVolumeClaim").get("claimName")
                if isinstance(name, str):
                    yield from _mounted(world, workload, number, name, surging.get(id(workload)))


def _mounted(world: World, workload: Workload, number: int, name: str, update: Update | None) -> Verdicts:
    resource = workload.resource
    pods, why = _most(world, workload, update)
    if pods < 2:
        return
    claim = world.index.get("PersistentVolumeClaim", resource.namespace, name)
    if claim is None:
        if not world.facts.exists("PersistentVolumeClaim", resource.namespace, name):
            yield Undecided(needs.existing("PersistentVolumeClaim"))
        return
    mode = _single(claim)
    if mode:
        path = (*workload.path, "spec", "volumes", number, "persistentVolumeClaim", "claimName")
        message = f"{claim} is {mode}, and there are up to {pods} pods ({why})"
        severity = Severity.ERROR if mode == _ONE_POD else None
        yield Breach(resource, path, message, severity=severity, related=(claim,))


def _single(claim: Resource) -> str:
    """The access mode, if one node or one pod is all that it allows."""
    modes: Any = value(claim.data, "spec", "accessModes")
    given = [mode for mode in modes if isinstance(mode, str)] if isinstance(modes, list) else []
    return given[0] if given and all(mode in (_ONE_NODE, _ONE_POD) for mode in given) else ""


def _most(world: World, workload: Workload, update: Update | None) -> tuple[int, str]:
    """The most pods at a time, and why; the surge counts where a pod must start before one ends."""
    scaler = scaled_by(world, workload.resource)
    if scaler is not None and scaler.maximum is not None and scaler.maximum > 1:
        return scaler.maximum, f"{scaler.resource} scales it"
    replicas = integer(value(workload.resource.data, "spec", "replicas"))
    pods = 1 if replicas is None else replicas
    if pods == 1 and update is not None and update.surge and not update.unavailable:
        return pods + update.surge, "an update starts the new one first"
    return pods, "`replicas`"


_CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [MODE], resources: {requests: {storage: 100Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        volumeMounts: [{name: models, mountPath: /models}]
      volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
"""

RULE = Rule(
    id="ROL007",
    title="Several pods mount a volume that only one node can",
    severity=Severity.WARNING,
    why="The second pod lands on another node and hangs in ContainerCreating with `Multi-Attach error "
    "for volume`. With one replica it happens at the first update, which starts the new pod before the "
    "old one ends.",
    fix="use ReadOnlyMany or ReadWriteMany storage for models, or one pod with strategy Recreate",
    sources=("vllm-project/production-stack#107", "kserve/kserve#3409", "neochaotic/leoflow#282"),
    check=check,
    needs=(needs.existing("PersistentVolumeClaim"),),
    fails=_CLAIM.replace("MODE", "ReadWriteOnce"),
    passes=_CLAIM.replace("MODE", "ReadWriteMany"),
)

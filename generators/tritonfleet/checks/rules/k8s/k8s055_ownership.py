"""K8S055: a volume full of models is not re-owned at each start."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        security = mapping(workload.spec, "securityContext")
        if security.get("fsGroup") is None or security.get("fsGroupChangePolicy") is not None:
            continue
        for _, volume in items(workload.spec, "volumes"):
            claim = mapping(volume, "persistentVolumeClaim")
            if claim and claim.get("readOnly") is not True:
                path = (*workload.path, "spec", "securityContext", "fsGroup")
                message = (
                    f"every file of claim `{claim.get('claimName')}` gets a new owner at each start of a pod"
                )
                mend = Mend("set", (*path[:-1], "fsGroupChangePolicy"), "OnRootMismatch")
                yield Breach(workload.resource, path, message, mend=mend)
                break


RULE = Rule(
    id="K8S055",
    title="Each start changes the owner of every file",
    severity=Severity.INFO,
    why="With fsGroup the kubelet walks through the whole volume before any container starts. On a volume with "
    "many model files the pod stays in ContainerCreating for minutes, and says only that it mounts volumes.",
    fix="set `fsGroupChangePolicy: OnRootMismatch`, which looks at the top folder only",
    sources=(
        "kubernetes/website:content/en/docs/tasks/configure-pod-container/security-context.md",
        "kubernetes/kubernetes#69699",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {fsGroup: 1000}
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {fsGroup: 1000, fsGroupChangePolicy: OnRootMismatch}
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
)

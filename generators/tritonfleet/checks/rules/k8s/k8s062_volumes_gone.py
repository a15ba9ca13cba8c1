"""K8S062: the cluster's version still mounts every type of volume."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import catalogue, minor
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    version = minor(world.kubernetes)
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            for field in volume:
                gone = catalogue().volumes_gone.get(field) if field not in _USUAL else None
                if gone and minor(gone) <= version:
                    path = (*workload.path, "spec", "volumes", number, field)
                    yield Breach(workload.resource, path, f"Kubernetes mounts no {field} volume since {gone}")


_USUAL = frozenset(
    {"name", "configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected", "hostPath"}
)

RULE = Rule(
    id="K8S062",
    title="The type of a volume is gone",
    severity=Severity.ERROR,
    why="The API server accepts the field, and the kubelet has no plugin for it: the pod stays in "
    "ContainerCreating with `FailedMount` or `no volume plugin matched`.",
    fix="use a PersistentVolumeClaim whose class is a CSI driver",
    sources=("kubernetes/kubernetes:pkg/api/pod/warnings.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, cephfs: {monitors: ["10.0.0.1:6789"]}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
)

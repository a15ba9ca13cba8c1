"""K8S034: a pod may use the disk that its volumes promise."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    by_workload,
    pods_with,
)
from tritonfleet.checks.quantities import memory
from tritonfleet.checks.quantities import shown as amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        sized = {
            number: size
            for number, volume in items(workload.spec, "volumes")
            if mapping(volume, "emptyDir").get("medium") in (None, "")
            and (size := memory(mapping(volume, "emptyDir").get("sizeLimit"))) is not None
        }
        if not sized:
            continue
        limits = [memory(c.limit("ephemeral-storage")) for c in world.derived(by_workload).get(workload, ())]
        bound = sum(limit for limit in limits if limit is not None)
        for number, size in sized.items():
            if 0 < bound < size:
                path = (*workload.path, "spec", "volumes", number, "emptyDir", "sizeLimit")
                message = f"the volume may hold {amount(size)}, the pod {amount(bound)} of ephemeral-storage"
                yield Breach(workload.resource, path, message)


RULE = Rule(
    id="K8S034",
    title="A volume is larger than the pod's ephemeral storage",
    severity=Severity.WARNING,
    why="The kubelet counts emptyDir volumes, logs and written files against the sum of the containers' "
    "ephemeral-storage limits, and evicts the pod beyond it: `Pod ephemeral local storage usage exceeds the "
    "total limit of containers`. A model cache then never finishes loading.",
    fix="raise the ephemeral-storage limit above the volumes' sizeLimit, with room for logs",
    sources=(
        "kubernetes/kubernetes:pkg/kubelet/eviction/eviction_manager.go",
        "kubernetes/website:content/en/docs/concepts/configuration/manage-resources-containers.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {limits: {ephemeral-storage: 10Gi}}
    volumeMounts: [{name: models, mountPath: /models}]
  volumes: [{name: models, emptyDir: {sizeLimit: 50Gi}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {limits: {ephemeral-storage: 60Gi}}
    volumeMounts: [{name: models, mountPath: /models}]
  volumes: [{name: models, emptyDir: {sizeLimit: 50Gi}}]
""",
)

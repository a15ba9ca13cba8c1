"""K8S012: the PersistentVolumeClaims that pods mount exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        for number, volume in items(workload.spec, "volumes"):
            name = mapping(volume, "persistentVolumeClaim").get("claimName")
            path = (*workload.path, "spec", "volumes", number, "persistentVolumeClaim", "claimName")
            yield from world.reference(workload.resource, path, "PersistentVolumeClaim", name)


RULE = Rule(
    id="K8S012",
    title="The PersistentVolumeClaim does not exist",
    severity=Severity.ERROR,
    why='The pod stays Pending with `persistentvolumeclaim "models" not found`. A claim with models is '
    "often made by hand, so only a list of those that exist can tell.",
    fix="name a claim that exists, or list it among the external ones",
    sources=("kubernetes/kubernetes:pkg/scheduler/framework/plugins/volumebinding/volume_binding.go",),
    check=check,
    needs=(needs.existing("PersistentVolumeClaim"),),
    facts=Facts(external={"PersistentVolumeClaim": {"prod/models"}}),
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: tritonserver:26.07, volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: model}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: tritonserver:26.07, volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
)

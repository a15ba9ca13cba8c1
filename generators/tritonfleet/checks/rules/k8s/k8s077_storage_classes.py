"""K8S077: the storage class of a claim exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in world.index.of_kind("PersistentVolumeClaim"):
        if not value(claim.data, "spec", "volumeName"):
            yield from _verdict(world, claim, ("spec", "storageClassName"))
    for owner in world.index.of_kind("StatefulSet"):
        for number, _ in items(owner.data, "spec", "volumeClaimTemplates"):
            yield from _verdict(
                world, owner, ("spec", "volumeClaimTemplates", number, "spec", "storageClassName")
            )


def _verdict(world: World, resource: Resource, path: Path) -> Verdicts:
    yield from world.reference(resource, path, "StorageClass", value(resource.data, *path), namespace="")


RULE = Rule(
    id="K8S077",
    title="The StorageClass does not exist",
    severity=Severity.ERROR,
    why="The claim stays Pending with `storageclass.storage.k8s.io … not found`, and so does every pod that "
    "mounts it: `pod has unbound immediate PersistentVolumeClaims`. Classes are called differently in each "
    "cloud.",
    fix="name a class that the cluster has, or list it among the external ones",
    sources=("kubernetes/website:content/en/docs/concepts/storage/persistent-volumes.md",),
    check=check,
    needs=(needs.existing("StorageClass"),),
    facts=Facts(external={"StorageClass": {"gp3"}}),
    fails="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteOnce], storageClassName: gp2, resources: {requests: {storage: 100Gi}}}
""",
    passes="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteOnce], storageClassName: gp3, resources: {requests: {storage: 100Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: by-hand, namespace: prod}
spec: {accessModes: [ReadOnlyMany], storageClassName: "", resources: {requests: {storage: 100Gi}}}
""",
)

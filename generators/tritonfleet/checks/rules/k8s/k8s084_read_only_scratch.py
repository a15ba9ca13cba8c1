"""K8S084: somebody can write into a volume that starts empty."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import by_workload, pods_with
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        empty = [volume.get("name") for _, volume in items(workload.spec, "volumes") if "emptyDir" in volume]
        for name in empty:
            mounts = [
                ((*container.path, "volumeMounts", number, "readOnly"), mount)
                for container in world.derived(by_workload).get(workload, ())
                for number, mount in items(container.data, "volumeMounts")
                if mount.get("name") == name
            ]
            if mounts and all(mount.get("readOnly") is True for _, mount in mounts):
                message = f"`{name}` starts empty, and every container mounts it read-only"
                yield Breach(workload.resource, mounts[0][0], message)


RULE = Rule(
    id="K8S084",
    title="Nobody can write into an empty volume",
    severity=Severity.WARNING,
    why="An emptyDir holds what the pod's containers put there. Mounted read-only by all of them it stays empty, "
    "and whoever wants a scratch folder gets `Read-only file system`: Triton cannot download its models or "
    "unpack a Python environment.",
    fix="remove `readOnly` where the volume is written",
    sources=("kubernetes/website:content/en/docs/concepts/storage/volumes.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: registry.example.com/bert:1.4
    volumeMounts: [{name: scratch, mountPath: /tmp, readOnly: true}]
  volumes: [{name: scratch, emptyDir: {sizeLimit: 4Gi}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: registry.example.com/bert:1.4
    volumeMounts: [{name: scratch, mountPath: /tmp}]
  volumes: [{name: scratch, emptyDir: {sizeLimit: 4Gi}}]
""",
)

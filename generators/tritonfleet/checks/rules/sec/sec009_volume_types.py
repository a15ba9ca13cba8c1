"""SEC009: restricted pods use restricted volumes."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_ALLOWED = frozenset({
    "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
    "secret",
})  # fmt: skip


def check(world: World) -> Verdicts:
    yield from hold(world, Level.RESTRICTED, faults, field="volumes")


def faults(pod: Pod) -> Iterator[Fault]:
    for number, volume in items(pod.workload.spec, "volumes"):
        other = [str(field) for field, given in volume.items() if given is not None and field not in _ALLOWED]
        if other and not any(volume.get(field) is not None for field in _ALLOWED - {"name"}):
            path = (*pod.spec_path, "volumes", number, other[0])
            yield (
                path,
                f"volume `{volume.get('name')}` is of type {other[0]}, which the restricted standard refuses",
            )


RULE = Rule(
    id="SEC009",
    title="A volume is of a type that the namespace refuses",
    severity=Severity.ERROR,
    why='The pods are not made: the ReplicaSet reports FailedCreate with `violates PodSecurity "restricted…": '
    "restricted volume types`.",
    fix="mount an NFS share or a cloud disk through a PersistentVolumeClaim",
    sources=("kubernetes/pod-security-admission:policy/check_restrictedVolumes.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: models, mountPath: /models}]
  volumes: [{name: models, nfs: {server: nfs.example.com, path: /models}}]
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: models, mountPath: /models}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: nfs-models}}]
""",
)

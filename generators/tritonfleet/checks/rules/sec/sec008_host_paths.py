"""SEC008: pods do not reach into the node's file system."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_ELSEWHERE = ("/dev/nvidia", "docker.sock", "containerd.sock", "crio.sock")
"""Paths that rules of their own say more about."""


def check(world: World) -> Verdicts:
    yield from hold(
        world,
        Level.BASELINE,
        faults,
        field="volumes",
        otherwise=Severity.WARNING,
        lenient=_not_told_elsewhere,
    )


def _not_told_elsewhere(pod: Pod) -> Iterator[Fault]:
    for path, message in faults(pod):
        if not any(place in message for place in _ELSEWHERE):
            yield path, message


def faults(pod: Pod) -> Iterator[Fault]:
    for number, volume in items(pod.workload.spec, "volumes"):
        if volume.get("hostPath") is not None:
            path = (*pod.spec_path, "volumes", number, "hostPath")
            place = mapping(volume, "hostPath").get("path")
            yield path, f"volume `{volume.get('name')}` is the node's own `{place}`"


RULE = Rule(
    id="SEC008",
    title="A pod mounts the node's files",
    severity=Severity.WARNING,
    why="Whoever writes there can change the node, and models kept there exist on one node only: a pod that "
    "moves finds an empty repository. In a namespace that enforces the baseline the pod is refused.",
    fix="use a PersistentVolumeClaim, or an emptyDir for a cache",
    sources=(
        "kubernetes/pod-security-admission:policy/check_hostPathVolumes.go",
        "kubernetes/website:content/en/docs/concepts/storage/volumes.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, hostPath: {path: /srv/models}}]
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

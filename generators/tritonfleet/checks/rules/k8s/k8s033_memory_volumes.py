"""K8S033: a volume in memory has a bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Workload, items, mapping, value
from tritonfleet.checks.pods import (
    Container,
    by_workload,
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            directory = mapping(volume, "emptyDir")
            if directory.get("medium") != "Memory" or directory.get("sizeLimit") is not None:
                continue
            name = volume.get("name")
            unbounded = [
                container
                for container in _mounting(world, workload, name)
                if container.limit("memory") is None
            ]
            if unbounded and value(workload.spec, "resources", "limits", "memory") is None:
                path = (*workload.path, "spec", "volumes", number, "emptyDir")
                message = (
                    f"nothing bounds `{name}`: it has no sizeLimit, and `{unbounded[0].name}` no memory limit"
                )
                yield Breach(workload.resource, path, message)


def _mounting(world: World, workload: Workload, name: Any) -> Iterator[Container]:
    for container in world.derived(by_workload).get(workload, ()):
        if any(mount.get("name") == name for _, mount in items(container.data, "volumeMounts")):
            yield container


RULE = Rule(
    id="K8S033",
    title="A volume in memory has no bound",
    severity=Severity.WARNING,
    why="Files in it are memory of the node. Without a sizeLimit and without a memory limit they may grow to "
    "all that the node can give; then the kernel or the kubelet kills pods on it, not only this one.",
    fix="set `sizeLimit`, and a memory limit that has room for it",
    sources=(
        "kubernetes/website:content/en/docs/concepts/storage/volumes.md",
        "kubernetes/kubernetes:pkg/volume/emptydir/empty_dir.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: shm, mountPath: /dev/shm}]}]
  volumes: [{name: shm, emptyDir: {medium: Memory}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: shm, mountPath: /dev/shm}]}]
  volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
""",
)

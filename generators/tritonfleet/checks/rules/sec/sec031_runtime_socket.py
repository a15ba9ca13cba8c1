"""SEC031: no pod talks to the node's container runtime."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock")


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            place = mapping(volume, "hostPath").get("path")
            if isinstance(place, str) and place.endswith(_SOCKETS):
                path = (*workload.path, "spec", "volumes", number, "hostPath", "path")
                yield Breach(
                    workload.resource,
                    path,
                    f"the pods talk to the node's container runtime through `{place}`",
                )


RULE = Rule(
    id="SEC031",
    title="A pod controls the container runtime",
    severity=Severity.WARNING,
    why="Through the socket a pod can start a privileged container and own the node, past the API server and "
    "its policies. Containers that it starts are counted by nobody: they hold GPUs that the device plugin "
    "gives to others.",
    fix="build images with BuildKit or Kaniko, and read container data from the kubelet",
    sources=("stackrox/kube-linter:docs/generated/checks.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: builder, namespace: prod}
spec:
  containers: [{name: b, image: "docker:27", volumeMounts: [{name: sock, mountPath: /var/run/docker.sock}]}]
  volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: builder, namespace: prod}
spec:
  containers: [{name: b, image: "buildkit:0.17", volumeMounts: [{name: cache, mountPath: /cache}]}]
  volumes: [{name: cache, emptyDir: {}}]
""",
)

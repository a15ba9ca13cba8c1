"""TRT034: the shared memory volume is mounted where Triton runs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.mounts import mounts
from tritonfleet.checks.world import World

_SHM = "/dev/shm"


def check(world: World) -> Verdicts:
    for server in servers(world):
        if server.workload is None or any(mount.point == _SHM for mount in mounts(world, server)):
            continue
        for _, container in server.workload.containers:
            for _, mount in items(container, "volumeMounts"):
                if str(mount.get("mountPath")).rstrip("/") == _SHM:
                    message = (
                        f"volume `{mount.get('name')}` is at {_SHM} in container `{container.get('name')}`,"
                        f" not in `{server.name}`"
                    )
                    yield Breach(server.resource, server.path, message)


RULE = Rule(
    id="TRT034",
    title="The shared memory volume is mounted, but not into Triton's container",
    severity=Severity.WARNING,
    why="A volume belongs to the containers that mount it: an init container or a sidecar has the large "
    "/dev/shm, and Triton still has the default of 64 MiB and fails with `No space left on device` or a "
    "bus error.",
    fix="mount the volume at /dev/shm in Triton's container",
    sources=(
        ""
        "triton-inference-server/tutorials:Deployment/Kubernetes/TensorRT-LLM_Autoscaling_and_Load_Balancing/chart/templates/deployment.yaml",
        "triton-inference-server/server#5868",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
      initContainers:
      - name: engine
        image: acme/engine:1.0
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 8Gi}}]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 8Gi}}]
""",
)

"""TRT056: models from a bucket have a folder to be copied to."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.mounts import mounts, nearest
from tritonfleet.checks.world import World

_CLOUDS = {
    "s3://": "TRITON_AWS_MOUNT_DIRECTORY",
    "gs://": "TRITON_GCS_MOUNT_DIRECTORY",
    "as://": "TRITON_AZURE_MOUNT_DIRECTORY",
}


def check(world: World) -> Verdicts:
    for server in servers(world):
        if value(server.container, "securityContext", "readOnlyRootFilesystem") is not True:
            continue
        for flag in server.flags("model-repository"):
            variable = _CLOUDS.get((flag.value or "")[:5])
            folder = server.environment.values.get(variable, "/tmp") if variable else None
            if folder and not nearest(mounts(world, server), folder.rstrip("/")):
                path = (*server.path, "securityContext", "readOnlyRootFilesystem")
                message = (
                    f"`{server.name}` copies models to {folder}, which is on the read-only root filesystem"
                )
                yield Breach(server.resource, path, message, f"mount an emptyDir at {folder}")
                break


RULE = Rule(
    id="TRT056",
    title="The root filesystem is read-only, and models are downloaded into it",
    severity=Severity.ERROR,
    why="Triton copies each model from the bucket to a folder in /tmp (or TRITON_AWS_, TRITON_GCS_, "
    "TRITON_AZURE_MOUNT_DIRECTORY) before it loads it. On a read-only root the copy fails, and "
    "so does every model.",
    fix="mount an emptyDir at /tmp",
    sources=(
        "triton-inference-server/core:src/filesystem/implementations/common.h@r26.06, kDefaultMountDirectory",
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
        args: [tritonserver, --model-repository=s3://acme-models/bert]
        securityContext: {readOnlyRootFilesystem: true}
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
        args: [tritonserver, --model-repository=s3://acme-models/bert]
        securityContext: {readOnlyRootFilesystem: true}
        volumeMounts: [{name: scratch, mountPath: /tmp}]
      volumes: [{name: scratch, emptyDir: {}}]
""",
)

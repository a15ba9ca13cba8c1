"""GPU120: no pod mounts the device files of GPUs by itself."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        if workload.resource.kind == "DaemonSet" or not workload.spec.get("volumes"):
            continue
        for number, volume in items(workload.spec, "volumes"):
            path = value(volume, "hostPath", "path")
            if isinstance(path, str) and path.startswith("/dev/nvidia"):
                at = (*workload.path, "spec", "volumes", number, "hostPath", "path")
                yield Breach(workload.resource, at, f"volume {volume.get('name')} is `{path}` of the node")


RULE = Rule(
    id="GPU120",
    title="A pod mounts the device files of GPUs from its node",
    severity=Severity.WARNING,
    why="The scheduler does not know that the GPU is used, and gives it to another pod as well; and since "
    "the driver's libraries are not mounted with it, the container often sees no driver. NVIDIA's "
    "device plugin and runtime mount both for a pod that asks for the resource.",
    fix="ask for nvidia.com/gpu under limits, and remove the volume",
    sources=(
        "NVIDIA/nvidia-docker#583",
        "NVIDIA/k8s-device-plugin:README.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      volumes: [{name: gpu, hostPath: {path: /dev/nvidia0}}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)

"""GPU122: clients of MPS keep the shared memory of its server."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import fits
from tritonfleet.checks.gpu.sharing import shared_by
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        for one in fit.requests:
            if not fit.having or not all(shared_by(node, one.resource) == "mps" for node in fit.having):
                continue
            for number, mount in items(one.container, "volumeMounts"):
                if str(mount.get("mountPath")).rstrip("/") == "/dev/shm":
                    path = (*one.container_path, "volumeMounts", number, "mountPath")
                    volume = f"mounts volume `{mount.get('name')}` at /dev/shm"
                    message = (
                        f"container {one.container_name} {volume}, over the shared memory of the MPS server"
                    )
                    yield Breach(one.owner, path, message)


RULE = Rule(
    id="GPU122",
    title="A volume at /dev/shm hides that of the MPS server",
    severity=Severity.ERROR,
    why="A client of MPS meets its server in shared memory that the device plugin mounts at `/dev/shm`. A "
    "volume of the pod's own there hides it, and CUDA fails with `MPS client failed to connect to the "
    "MPS control daemon or the MPS server`.",
    fix="remove the volume mount at /dev/shm on nodes that share by MPS",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/plugin/mps.go",
        "NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/daemon.go",
    ),
    check=check,
    facts=Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 8}, {"nvidia.com/gpu.sharing-strategy": "mps"}),)),
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
      volumes: [{name: shm, emptyDir: {medium: Memory}}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
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

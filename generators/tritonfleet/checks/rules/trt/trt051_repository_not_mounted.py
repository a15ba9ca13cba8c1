"""TRT051: a local model repository is on a volume."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.mounts import covers, mounts, nearest
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        # That nothing starts at all is the matter of TRT013.
        if server.workload is None or not server.stock or not server.started:
            continue
        if any(flag.shell for flag in server.arguments.flags):
            continue
        found = mounts(world, server)
        # One given twice is the matter of TRT057.
        for root, flag in {
            (f.text or "").rstrip("/"): f for f in reversed(server.flags("model-repository"))
        }.items():
            if not root.startswith("/") or nearest(found, root) or any(covers(root, m.point) for m in found):
                continue
            there = ", ".join(mount.point for mount in found) or "nothing"
            message = f"no volume is mounted at `{root}` (mounted: {there})"
            yield Breach(server.resource, flag.value_path, message)


RULE = Rule(
    id="TRT051",
    title="Nothing is mounted where the model repository should be",
    severity=Severity.ERROR,
    why="NVIDIA's image holds no models. Triton exits with `failed to stat file /models`, and the pod "
    "goes into CrashLoopBackOff; a volume mounted one folder away looks the same.",
    fix="mount the volume with the models there, or correct the path",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_repository.md",
        "triton-inference-server/server#2784",
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
        args: [tritonserver, --model-repository=/models]
        volumeMounts: [{name: models, mountPath: /model}]
      volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
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
        args: [tritonserver, --model-repository=/models]
        volumeMounts: [{name: models, mountPath: /models}]
      volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
)

"""TRT036: GPU metrics are off where there is no GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        on = server.listens("metrics") and server.switched("allow-gpu-metrics", default=True)
        if on and server.started and server.gpus == 0:
            flag = server.flag("allow-gpu-metrics")
            path = flag.value_path if flag else server.path
            message = f"container `{server.name}` asks for no GPU, and `--allow-gpu-metrics` is on"
            yield Breach(server.resource, path, message)


RULE = Rule(
    id="TRT036",
    title="GPU metrics are on in a pod without a GPU",
    severity=Severity.INFO,
    why="Triton looks for a driver and DCGM at the start and logs errors (`Failed to initialize NVML`, "
    "`DCGM unable to start`); with some runtimes the libraries of the image are mere stubs and the start "
    "fails with `file too short`.",
    fix="set `--allow-gpu-metrics=false`",
    sources=(
        "triton-inference-server/server#2877",
        "triton-inference-server/server#4272",
        "triton-inference-server/server:docs/user_guide/metrics.md",
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
        args: [tritonserver, --model-repository=gs://models, --allow-gpu-metrics=false]
""",
)

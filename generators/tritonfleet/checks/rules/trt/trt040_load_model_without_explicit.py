"""TRT040: models are named for loading in explicit mode only."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag, mode = server.flag("load-model"), server.control_mode
        if flag and mode in {"none", "poll"}:
            message = f"`--load-model` needs `--model-control-mode=explicit`, the mode is {mode}"
            yield Breach(server.resource, flag.path, message)


RULE = Rule(
    id="TRT040",
    title="`--load-model` is given without explicit mode",
    severity=Severity.ERROR,
    why="Triton exits: `Use of '--load-model' requires setting '--model-control-mode=explicit' as well`, "
    "and the pod goes into CrashLoopBackOff.",
    fix="set `--model-control-mode=explicit`",
    sources=("triton-inference-server/server:src/command_line_parser.cc:1827@r26.07",),
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
        args: [tritonserver, --model-repository=gs://models, --load-model=bert]
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit, --load-model=bert]
""",
)

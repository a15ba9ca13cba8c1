"""TRT047: each model to load is a flag of its own."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        for flag in server.flags("load-model"):
            names = [name for name in re.split(r"[,;\s]+", flag.text or "") if name]
            if len(names) > 1:
                fix = "write " + " ".join(f"--load-model={name}" for name in names)
                yield Breach(
                    server.resource, flag.value_path, f"`--load-model` names {len(names)} models at once", fix
                )


RULE = Rule(
    id="TRT047",
    title="Several models are named in one `--load-model`",
    severity=Severity.ERROR,
    why="Triton takes the whole value for the name of one model, logs `failed to poll model "
    "'bert,resnet': model not found in any model repository`, and exits.",
    fix="give one `--load-model` for each model",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_management.md",
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_STARTUP_MODEL",
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - --model-control-mode=explicit
        - "--load-model=bert,resnet"
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - --model-control-mode=explicit
        - --load-model=bert
        - --load-model=resnet
""",
)

"""TRT041: the wildcard is the only model to load."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flags = server.flags("load-model")
        wildcard = next((flag for flag in flags if flag.text == "*"), None)
        named = next((flag.text for flag in flags if flag.text and flag.text != "*"), None)
        if wildcard and named:
            message = f"`--load-model=*` is given beside `--load-model={named}`"
            yield Breach(server.resource, wildcard.path, message)


RULE = Rule(
    id="TRT041",
    title="`--load-model=*` is given beside the name of a model",
    severity=Severity.ERROR,
    why="Triton exits: `Wildcard model name '*' must be the ONLY startup model if specified at all`.",
    fix="keep either the wildcard or the names",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_management.md",
        "triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc:601@r26.06",
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
        - '--load-model=*'
        - --load-model=bert
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit, '--load-model=*']
""",
)

"""TRT050: a server has a model repository."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        if server.flags("model-repository") or not (server.complete and server.started):
            continue
        if "AIP_STORAGE_URI" in server.environment.values or not server.environment.complete:
            continue
        path = (*server.path, "args" if "args" in server.container else "command")
        yield Breach(
            server.resource, path, f"container `{server.name}` starts Triton without `--model-repository`"
        )


RULE = Rule(
    id="TRT050",
    title="Triton gets no model repository",
    severity=Severity.ERROR,
    why="Triton exits: `--model-repository must be specified`.",
    fix="add `--model-repository`",
    sources=(
        "triton-inference-server/core:src/server.cc",
        "triton-inference-server/server:docs/user_guide/model_repository.md",
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
        args: [tritonserver, --strict-readiness=true]
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
""",
)

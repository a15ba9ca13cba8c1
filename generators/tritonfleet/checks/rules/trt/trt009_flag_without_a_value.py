"""TRT009: every flag that takes a value has one of its own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        if flag.option is None or not flag.option.takes_value:
            continue
        if flag.value is None:
            yield Breach(server.resource, flag.path, f"`--{flag.written}` has no value")
        elif not flag.joined and flag.value.startswith("--"):
            message = f"`--{flag.written}` takes the next argument, `{flag.value}`, as its value"
            yield Breach(server.resource, flag.path, message)


RULE = Rule(
    id="TRT009",
    title="A flag lacks its value",
    severity=Severity.ERROR,
    why="Triton takes the next argument as the value, even if that is a flag, or exits with `requires an "
    "argument` at the end of the line. So a model repository may be called --strict-readiness=false.",
    fix="give the flag a value",
    sources=("triton-inference-server/server:src/command_line_parser.cc",),
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
        args: [tritonserver, --model-repository, --strict-readiness=false]
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
        args: [tritonserver, --model-repository, "gs://models", --strict-readiness=false]
""",
)

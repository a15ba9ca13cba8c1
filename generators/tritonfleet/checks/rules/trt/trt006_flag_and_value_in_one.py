"""TRT006: a flag and its value are joined by =, or are two arguments."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        if " " in flag.written and not flag.shell:
            name, _, value = flag.written.partition(" ")
            joined = f"--{name}={value.strip()}"
            mend = Mend("set", flag.path, joined) if name in catalogue().options else None
            message = f"`--{flag.written}` is one argument: its name ends before the space"
            yield Breach(server.resource, flag.path, message, f"write `{joined}`", mend=mend)


RULE = Rule(
    id="TRT006",
    title="A flag and its value are one argument with a space",
    severity=Severity.ERROR,
    why="No shell takes the line apart here, so Triton looks for a flag whose name holds a space: it "
    "prints `unrecognized option` and exits.",
    fix="join them with `=`",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc",
        ""
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-command-argument-container.md",
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
        args: [tritonserver, --model-repository=gs://models, "--http-port 8000"]
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
        args: [tritonserver, --model-repository=gs://models, --http-port=8000]
""",
)

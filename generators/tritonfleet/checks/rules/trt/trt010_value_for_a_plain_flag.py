"""TRT010: a flag that takes no value has none."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.triton.words import UNKNOWN
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        if flag.option is not None and not flag.option.takes_value and flag.value is not None:
            fix = f"write `--{flag.name}` alone, or remove it to turn it off"
            message = f"`--{flag.name}` takes no value, it is given `{flag.value.replace(UNKNOWN, '…')}`"
            yield Breach(server.resource, flag.path, message, fix)


RULE = Rule(
    id="TRT010",
    title="A flag that takes no value is given one",
    severity=Severity.ERROR,
    why="getopt refuses `--disable-auto-complete-config=true` with `doesn't allow an argument`, Triton "
    "prints its usage and exits.",
    fix="leave out the `=` and the value",
    sources=("triton-inference-server/server:src/command_line_parser.cc, Option::ArgNone",),
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
        args: [tritonserver, --model-repository=gs://models, --disable-auto-complete-config=true]
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
        args: [tritonserver, --model-repository=gs://models, --disable-auto-complete-config]
""",
)

"""TRT005: every argument is a flag or a flag's value."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        if not server.started:
            continue
        for word in server.arguments.leftovers:
            shown = f"`{word.text}`" if word.text else "an empty argument"
            fix = "remove it" if word.text else "remove it, or guard the line that renders it"
            yield Breach(server.resource, word.path, f"tritonserver does not expect {shown} here", fix)


RULE = Rule(
    id="TRT005",
    title="An argument is neither a flag nor the value of one",
    severity=Severity.ERROR,
    why="Triton exits with `Unexpected argument`. Often the flag before it takes no value, a comment or "
    "an empty template value is left over, or two dashes became one.",
    fix="remove the argument, or join it to its flag with `=`",
    sources=("triton-inference-server/server:src/command_line_parser.cc:1813@r26.07",),
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
        args: [tritonserver, --model-repository=gs://models, --disable-auto-complete-config, 'true']
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

"""TRT011: a flag that counts once is given once."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        for name, flags in server.arguments.by_name.items():
            last = flags[-1]
            if len(flags) < 2 or last.option is None or last.option.repeats:
                continue
            for flag in flags[:-1]:
                if flag.text is not None and last.text is not None and flag.text != last.text:
                    message = (
                        f"`--{name}` is `{flag.text}` here and `{last.text}` later, which is what counts"
                    )
                    yield Breach(server.resource, flag.path, message)


RULE = Rule(
    id="TRT011",
    title="A flag is given twice, and only the last one counts",
    severity=Severity.WARNING,
    why="The line was meant to add a setting and replaces another one further up; Triton says "
    "nothing. With values from a chart and from a user it is easy to read the wrong one.",
    fix="keep the one that is meant",
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
        args: [tritonserver, --model-repository=gs://models, --strict-readiness=true, --strict-readiness=false]
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
        args: [tritonserver, --model-repository=gs://models, --strict-readiness=false]
""",
)

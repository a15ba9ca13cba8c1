"""TRT014: values hold no quotes or blanks that a shell would have removed."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        text = flag.text
        if not text or flag.shell or flag.option is None:
            continue
        stripped = text.strip()
        quoted = len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'"
        if quoted or stripped != text:
            inner = stripped[1:-1] if quoted else stripped
            what = "quotes" if quoted else "blanks"
            message = f"the value of `--{flag.name}` has {what} around it: {text!r}"
            mend = Mend("set", flag.path, f"--{flag.written}={inner}") if flag.joined else None
            yield Breach(server.resource, flag.value_path, message, f"write {inner}", mend=mend)


RULE = Rule(
    id="TRT014",
    title="A value has quotes or blanks around it",
    severity=Severity.ERROR,
    why="Without a shell nothing removes quotes, and YAML keeps those inside an item: Triton looks for a "
    'folder called "/models", quotes included, and exits with `failed to stat file`. A blank or newline '
    "at the end does the same.",
    fix="remove the quotes or blanks, or quote the whole item",
    sources=(
        ""
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-command-argument-container.md",
        "triton-inference-server/server:src/command_line_parser.cc",
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
        - --model-repository="/models"

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

""",
)

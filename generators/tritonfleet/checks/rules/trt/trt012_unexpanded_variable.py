"""TRT012: variables are written the way that is expanded."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World

_VARIABLE = re.compile(r"\$\{(\w+)\}|\$([A-Z][A-Z0-9_]*)\b")


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        found = _VARIABLE.search(flag.value) if flag.value and "$" in flag.value and not flag.shell else None
        if found and not flag.name.endswith("-pattern"):
            name = found[1] or found[2]
            message = f"`{found[0]}` in `--{flag.name}` reaches Triton as it is"
            yield Breach(server.resource, flag.value_path, message, f"write `$({name})`")


RULE = Rule(
    id="TRT012",
    title="A shell variable is not expanded",
    severity=Severity.ERROR,
    why="Kubernetes fills in `$(NAME)` only, and without a shell nothing else is: Triton gets the "
    "text `${NAME}` itself and looks, for instance, for a model repository of that name.",
    fix="write `$(NAME)`, or start Triton by `sh -c`",
    sources=(
        ""
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-environment-variable-container.md",
        "kubernetes/kubernetes:third_party/forked/golang/expansion/expand.go",
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
        args: [tritonserver, "--model-repository=${MODEL_REPOSITORY}"]
        env: [{name: MODEL_REPOSITORY, value: "gs://models"}]
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
        args: [tritonserver, "--model-repository=$(MODEL_REPOSITORY)"]
        env: [{name: MODEL_REPOSITORY, value: "gs://models"}]
""",
)

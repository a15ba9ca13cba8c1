"""TRT003: no flag is one that Triton has removed."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        option = catalogue().options.get(flag.written)
        if flag.option is None and option and option.until:
            message = f"`--{flag.written}` was removed in Triton {option.until}"
            fix = f"write `{option.instead}` in its place" if option.instead else "remove the flag"
            yield Breach(server.resource, flag.path, message, fix)


RULE = Rule(
    id="TRT003",
    title="The flag was removed from Triton",
    severity=Severity.ERROR,
    why="Guides for Triton 1 still name it. Any release since prints its usage with `unrecognized "
    "option` and exits, so the pod goes into CrashLoopBackOff.",
    fix="write what took its place",
    sources=(
        "triton-inference-server/server:src/main.cc@r20.06",
        "triton-inference-server/server:src/main.cc@r20.08",
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
        args: [tritonserver, --model-repository=gs://models, --allow-poll-model-repository=true]
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=none]
""",
)

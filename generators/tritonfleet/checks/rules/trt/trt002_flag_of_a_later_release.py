"""TRT002: every flag is known to the release of the image."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        option = catalogue().options.get(flag.written)
        if (
            flag.option is None
            and option
            and server.release
            and option.since
            and server.release < option.since
        ):
            message = f"`--{flag.written}` came with Triton {option.since}, the image is {server.release}"
            fix = f"use an image of {option.since} or later, or remove the flag"
            yield Breach(server.resource, flag.path, message, fix)


RULE = Rule(
    id="TRT002",
    title="The image's release of Triton does not have the flag yet",
    severity=Severity.ERROR,
    why="The flag came with a later release. This one prints its usage with `unrecognized option` and "
    "exits, so the pod goes into CrashLoopBackOff; that is how a rollback to an older image fails.",
    fix="use an image of the release that brought the flag, or remove the flag",
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
        image: nvcr.io/nvidia/tritonserver:23.10-py3
        args: [tritonserver, --model-repository=gs://models, --model-config-name=h100]
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
        image: nvcr.io/nvidia/tritonserver:24.05-py3
        args: [tritonserver, --model-repository=gs://models, --model-config-name=h100]
""",
)

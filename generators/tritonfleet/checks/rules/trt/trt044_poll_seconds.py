"""TRT044: a polling interval goes with polling."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag, mode = server.flag("repository-poll-secs"), server.control_mode
        if flag is None or mode is None:
            continue
        if mode != "poll" and flag.text != "0":
            yield Breach(
                server.resource, flag.path, f"`--repository-poll-secs` is given, but the mode is {mode}"
            )
        elif mode == "poll" and flag.text == "0":
            yield Breach(
                server.resource, flag.path, "the mode is poll, but an interval of 0 turns polling off"
            )


RULE = Rule(
    id="TRT044",
    title="The polling interval has no effect",
    severity=Severity.WARNING,
    why="Triton reads the repository again only in mode poll, and with an interval above 0. "
    "Otherwise a new model version lies in the bucket and is never served.",
    fix="set `--model-control-mode=poll`, or remove the interval",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_POLL_REPO_SECS",
        "triton-inference-server/server:docs/user_guide/model_management.md",
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
        args: [tritonserver, --model-repository=gs://models, --repository-poll-secs=30]
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

"""TRT043: models do not change under a running server by themselves."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("model-control-mode")
        if flag and server.control_mode == "poll":
            seconds = server.number("repository-poll-secs", 15)
            when = "as often as a flag says" if seconds is None else f"every {seconds} s"
            yield Breach(
                server.resource, flag.path, f"the repository is read {when} while others may write to it"
            )


RULE = Rule(
    id="TRT043",
    title="Triton polls its model repository",
    severity=Severity.WARNING,
    why="Nothing keeps a poll from reading a model that is half uploaded, and each replica reads at "
    "its own time. Triton's own guide advises against polling in production.",
    fix="use mode none and roll the pods, or explicit and load by request",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_management.md",
        "triton-inference-server/server:deploy/aws/templates/deployment.yaml",
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=poll]
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

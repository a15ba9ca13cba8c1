"""TRT066: resources are given where rates are limited."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("rate-limit-resource")
        if flag and (server.text("rate-limit", "off") or "unknown").lower() == "off":
            yield Breach(
                server.resource, flag.path, "`--rate-limit-resource` is given, but `--rate-limit` is off"
            )


RULE = Rule(
    id="TRT066",
    title="`--rate-limit-resource` has no effect",
    severity=Severity.WARNING,
    why="The amounts count only with `--rate-limit=execution_count`. Without it Triton takes them "
    "and limits nothing.",
    fix="add `--rate-limit=execution_count`, or remove the resources",
    sources=("triton-inference-server/server:docs/user_guide/rate_limiter.md",),
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
        args: [tritonserver, --model-repository=gs://models, '--rate-limit-resource=R1:4']
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
        - --rate-limit=execution_count
        - '--rate-limit-resource=R1:4'
""",
)

"""TRT055: the keys of a bucket are given whole."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def check(world: World) -> Verdicts:
    for server in servers(world):
        environment = server.environment
        reads = any((flag.value or "").startswith("s3://") for flag in server.flags("model-repository"))
        given = [key for key in _KEYS if key in environment.values]
        if reads and len(given) == 1 and environment.complete:
            (missing,) = set(_KEYS) - set(given)
            message = f"container `{server.name}` has {given[0]}, but not {missing}"
            yield Breach(server.resource, (*server.path, "env"), message, f"set {missing} too")


RULE = Rule(
    id="TRT055",
    title="Half of the S3 credentials are missing",
    severity=Severity.ERROR,
    why="One variable without the other is as good as none: Triton sends the request unsigned or with "
    "another identity, gets 403, and exits with `Could not get MetaData for bucket`.",
    fix="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither and use the workload's identity",
    sources=(
        "triton-inference-server/core:src/filesystem/implementations/s3.h@r26.06",
        "triton-inference-server/server#6651",
        "triton-inference-server/server:docs/user_guide/model_repository.md",
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
        args: [tritonserver, --model-repository=s3://acme-models/bert]
        env:
        - {name: AWS_DEFAULT_REGION, value: eu-central-1}
        - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: id}}}
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
        args: [tritonserver, --model-repository=s3://acme-models/bert]
        env:
        - {name: AWS_DEFAULT_REGION, value: eu-central-1}
""",
)

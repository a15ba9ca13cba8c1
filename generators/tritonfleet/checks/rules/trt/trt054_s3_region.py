"""TRT054: a bucket comes with its region."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

_ENDPOINT = re.compile(r"s3://(https?://|[^/]+:\d+/)")
_REGION = (
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_PROFILE",
    "AWS_CONFIG_FILE",
    "TRITON_CLOUD_CREDENTIAL_PATH",
)


def check(world: World) -> Verdicts:
    for server in servers(world):
        environment = server.environment
        if "AWS_ACCESS_KEY_ID" not in environment.values or not environment.complete:
            continue
        for flag in server.flags("model-repository"):
            text = flag.value or ""
            if (
                text.startswith("s3://")
                and not _ENDPOINT.match(text)
                and not environment.values.keys() & set(_REGION)
            ):
                message = (
                    f"container `{server.name}` reads an S3 bucket with keys, but without AWS_DEFAULT_REGION"
                )
                yield Breach(server.resource, (*server.path, "env"), message)
                break


RULE = Rule(
    id="TRT054",
    title="The region of the S3 bucket is not given",
    severity=Severity.WARNING,
    why="With static keys nothing tells Triton the bucket's region, so it asks us-east-1. For a bucket "
    "elsewhere it exits with `Could not get MetaData for bucket` and an HTTP 301 or 400, which looks "
    "like missing rights.",
    fix="set AWS_DEFAULT_REGION in the container's environment",
    sources=(
        "triton-inference-server/server#6645",
        "triton-inference-server/server#5790",
        "triton-inference-server/core:src/filesystem/implementations/s3.h@r26.06",
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
        - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: id}}}
        - {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: secret}}}
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
        - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: id}}}
        - {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: secret}}}
""",
)

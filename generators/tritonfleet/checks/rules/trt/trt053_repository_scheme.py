"""TRT053: a model repository is in a place that Triton can read."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):/(/?)(.*)", re.DOTALL)
_KNOWN = ("s3", "gs", "as")
_INSTEAD = {
    "gcs": "gs", "azure": "as", "az": "as", "abfs": "as", "abfss": "as", "wasb": "as", "wasbs": "as", "s3a": "s3",
    "s3n": "s3",
}  # fmt: skip


def check(world: World) -> Verdicts:
    for server in servers(world):
        for flag in server.flags("model-repository"):
            match = _SCHEME.fullmatch(flag.text or "")
            if match is None:
                continue
            scheme, slash, rest = match.groups()
            if scheme not in _KNOWN or not slash or not rest.strip("/"):
                known = _INSTEAD.get(scheme.lower(), scheme.lower())
                what = f"write {known}://{rest}" if known in _KNOWN and rest.strip("/") else ""
                message = f"`{flag.text}` is no place that Triton can read models from"
                yield Breach(server.resource, flag.value_path, message, what)


RULE = Rule(
    id="TRT053",
    title="Triton does not know the repository's scheme",
    severity=Severity.ERROR,
    why="Triton reads s3://, gs:// and as:// and takes everything else for a local path, so it exits "
    "with `failed to stat file` and the URL. KServe's and other tools' schemes are the usual slip.",
    fix="use s3://, gs://, as:// or a local path",
    sources=(
        "triton-inference-server/core:src/filesystem/api.cc@r26.06, GetFileSystem",
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
        args: [tritonserver, --model-repository=gcs://acme-models/bert]
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
        args: [tritonserver, --model-repository=gs://acme-models/bert]
""",
)

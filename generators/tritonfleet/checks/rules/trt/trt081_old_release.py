"""TRT081: the image is a release of the last year."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        release = server.release
        if release is None or not server.image:
            continue
        newest = catalogue().newest
        months = (newest.year - release.year) * 12 + newest.month - release.month
        if months > 12:
            message = f"Triton {release} is {months} months older than {newest}"
            yield Breach(server.resource, (*server.path, "image"), message)


RULE = Rule(
    id="TRT081",
    title="The image is more than a year behind",
    severity=Severity.INFO,
    why="Triton is released every month and mended in the newest release only. An old image lacks "
    "fixes, security ones too, and its CUDA may not know the GPU.",
    fix="move to a newer release, and read the release notes on the way",
    sources=(
        "triton-inference-server/server:README.md",
        "triton-inference-server/server:docs/introduction/release_notes.md",
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
        image: nvcr.io/nvidia/tritonserver:23.05-py3
        args: [tritonserver, --model-repository=gs://models]
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

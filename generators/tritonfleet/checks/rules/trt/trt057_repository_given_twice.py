"""TRT057: each model repository is given once."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        seen: set[str] = set()
        for flag in server.flags("model-repository"):
            place = (flag.text or "").rstrip("/")
            if place and place in seen:
                yield Breach(server.resource, flag.path, f"the repository `{place}` is given twice")
            seen.add(place)


RULE = Rule(
    id="TRT057",
    title="The same model repository is given twice",
    severity=Severity.ERROR,
    why="Each model is then there twice: Triton logs `failed to poll model … not unique across all model "
    "repositories`, loads none of them and exits. `--model-store` is another name of the same flag.",
    fix="keep one of the two",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_repository.md",
        "triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc, Poll",
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
        args: [tritonserver, --model-store=gs://models, --model-repository=gs://models/]
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

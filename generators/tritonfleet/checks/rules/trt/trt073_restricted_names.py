"""TRT073: a restriction names APIs that Triton has, each once."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.values import refusal, unknown_apis
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    from tritonfleet.suggest import suggest

    for server in servers(world):
        for name in ("http-restricted-api", "grpc-restricted-protocol"):
            seen: set[str] = set()
            for flag in server.flags(name):
                if not flag.text or not flag.option or refusal(flag.option, flag.text):
                    continue
                for api in unknown_apis(flag.text):
                    message = f"`{api}` is no API that Triton can restrict"
                    yield Breach(
                        server.resource, flag.value_path, message, suggest(api, catalogue().restrictable)
                    )
                apis = set(flag.text.partition(":")[0].split(","))
                for api in sorted(apis & seen):
                    yield Breach(
                        server.resource, flag.value_path, f"`{api}` is restricted in two groups", "keep one"
                    )
                seen |= apis


RULE = Rule(
    id="TRT073",
    title="A restriction names an API that Triton does not have, or names one twice",
    severity=Severity.ERROR,
    why="Triton exits with `unknown restricted api` or `can not be specified in multiple config groups`.",
    fix="use the names of Triton's APIs, each in one group",
    sources=(
        "triton-inference-server/server:src/restricted_features.h@r26.08",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - '--http-restricted-api=model-repo,shared-memory:admin=swordfish'
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
        - '--http-restricted-api=model-repository,shared-memory:admin=swordfish'
""",
)

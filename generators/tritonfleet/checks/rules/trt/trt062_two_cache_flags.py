"""TRT062: the cache is set up by one flag."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        old = server.flag("response-cache-byte-size")
        if old and server.flags("cache-config"):
            message = "`--response-cache-byte-size` is given beside `--cache-config`"
            yield Breach(server.resource, old.path, message)


RULE = Rule(
    id="TRT062",
    title="The cache is set up by the old flag and by the new one",
    severity=Severity.ERROR,
    why="Triton exits: `Incompatible flags --response-cache-byte-size and --cache-config both provided`.",
    fix="keep `--cache-config`",
    sources=("triton-inference-server/server:src/command_line_parser.cc:1883@r26.07",),
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
        - --response-cache-byte-size=104857600
        - '--cache-config=local,size=104857600'
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
        args: [tritonserver, --model-repository=gs://models, '--cache-config=local,size=104857600']
""",
)

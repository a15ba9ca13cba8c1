"""TRT065: a model's rate limiter is on at the server."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.places import locate
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        if server is None or (server.text("rate-limit", "off") or "unknown").lower() != "off":
            continue
        for name, file in models.models.items():
            for number, group in enumerate(file.message.instance_group):
                if group.rate_limiter.resources:
                    inside = locate(file.text, ("instanceGroups", number, "rateLimiter"))
                    message = f"model {name} limits its rate, {server.resource} runs with `--rate-limit=off`"
                    yield Breach(
                        file.config_map, file.path, message, inside=inside, related=(server.resource,)
                    )


RULE = Rule(
    id="TRT065",
    title="A model's rate limiter is ignored",
    severity=Severity.WARNING,
    why="Triton reads `rate_limiter` only with `--rate-limit=execution_count`; the default is off. "
    "Instances then run all at once and share the GPU's memory that the limiter should have "
    "divided.",
    fix="set `--rate-limit=execution_count`, or remove the `rate_limiter`",
    sources=(
        "triton-inference-server/server:docs/user_guide/rate_limiter.md",
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_RATE_LIMIT",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    instance_group {
      kind: KIND_CPU
      rate_limiter { resources { name: "R1" count: 4 } }
    }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
---
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
        args: [tritonserver, --model-repository=/models]
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    instance_group {
      kind: KIND_CPU
      rate_limiter { resources { name: "R1" count: 4 } }
    }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
---
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
        args: [tritonserver, --model-repository=/models, --rate-limit=execution_count]
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
""",
)

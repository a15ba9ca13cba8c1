"""TRT060: a cache is for models that use it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        if server is None or not models.complete or len(models.models) < len(models.folders):
            continue
        flag = server.flag("cache-config") or server.flag("response-cache-byte-size")
        if flag and not any(file.message.response_cache.enable for file in models.models.values()):
            known = len(models.models)
            whose = "its model does not use" if known == 1 else f"none of its {known} models uses"
            message = f"`--{flag.name}` sets up a cache that {whose}"
            yield Breach(server.resource, flag.path, message)


RULE = Rule(
    id="TRT060",
    title="The server has a response cache, but no model uses it",
    severity=Severity.WARNING,
    why="The cache takes its memory, and every request is computed all the same: a model's answers "
    "are cached only if its own configuration says so.",
    fix="add `response_cache { enable: true }` to a model's configuration, or remove `--cache-config`",
    sources=("triton-inference-server/server:docs/user_guide/response_cache.md",),
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
        args: [tritonserver, --model-repository=/models, '--cache-config=local,size=104857600']
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
    response_cache { enable: true }
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
        args: [tritonserver, --model-repository=/models, '--cache-config=local,size=104857600']
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

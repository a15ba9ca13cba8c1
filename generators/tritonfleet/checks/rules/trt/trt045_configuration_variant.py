"""TRT045: some model has the variant of the configuration that the server asks for."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        flag = models.server.flag("model-config-name") if models.server else None
        if models.server is None or flag is None or not flag.text or not models.complete:
            continue
        if flag.text not in models.variants:
            from tritonfleet.suggest import suggest

            message = f"no model of the server has configs/{flag.text}.pbtxt"
            yield Breach(
                models.server.resource, flag.value_path, message, suggest(flag.text, models.variants)
            )


RULE = Rule(
    id="TRT045",
    title="No model has the configuration that `--model-config-name` asks for",
    severity=Severity.WARNING,
    why="A model without configs/<name>.pbtxt is loaded with its config.pbtxt, and nothing says so: "
    "the limits, instances or batch sizes meant for this environment do not apply.",
    fix="add configs/<name>.pbtxt to a model, or correct the name",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_configuration.md, Custom Model Configuration",
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
        args: [tritonserver, --model-repository=/models, --model-config-name=prod]
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
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
  prod.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
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
        args: [tritonserver, --model-repository=/models, --model-config-name=prod]
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items:
          - {key: config.pbtxt, path: config.pbtxt}
          - {key: model.py, path: 1/model.py}
          - {key: prod.pbtxt, path: configs/prod.pbtxt}
""",
)

"""TRT135: a label file lies beside the model's configuration."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT135",
    title="A label file is not in the model's folder",
    severity=Severity.ERROR,
    why="Triton reads labels when it loads the model, from the folder of config.pbtxt, not from a "
    "version's. Where the file is missing the model is refused.",
    fix="add the file to the model's folder",
    sources=("triton-inference-server/core:src/model.cc@r26.06, Model::Init",),
    check=check_of("TRT135"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] label_filename: "labels.txt" }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
  labels.txt: |
    bad
    good
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: triton, namespace: prod}
spec:
  selector: {matchLabels: {app: triton}}
  template:
    metadata: {labels: {app: triton}}
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
          items:
          - {key: config.pbtxt, path: config.pbtxt}
          - {key: model.py, path: 1/model.py}
          - {key: labels.txt, path: 1/labels.txt}
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
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] label_filename: "labels.txt" }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
  labels.txt: |
    bad
    good
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: triton, namespace: prod}
spec:
  selector: {matchLabels: {app: triton}}
  template:
    metadata: {labels: {app: triton}}
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
          items:
          - {key: config.pbtxt, path: config.pbtxt}
          - {key: model.py, path: 1/model.py}
          - {key: labels.txt, path: labels.txt}
""",
)

"""TRT033: Python models have shared memory to pass tensors through."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.mounts import mounts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        python = [name for name, file in models.models.items() if file.message.backend == "python"]
        if server is None or not python or server.pod.get("hostIPC") is True:
            continue
        if not any(mount.point == "/dev/shm" for mount in mounts(world, server)):
            names = ", ".join(python)
            message = f"container `{server.name}` runs Python models ({names}) without a volume at /dev/shm"
            yield Breach(server.resource, server.path, message)


RULE = Rule(
    id="TRT033",
    title="Python models run in the container's 64 MiB of shared memory",
    severity=Severity.WARNING,
    why="The Python backend passes every tensor between Triton and the model's process through /dev/shm. "
    "A container has 64 MiB there; with large batches or many instances it ends in `Failed to increase "
    "the shared memory pool size`, `No space left on device` or SIGBUS, often only under load.",
    fix="mount an emptyDir of medium Memory at /dev/shm, and count its sizeLimit in the memory limit",
    sources=(
        "triton-inference-server/python_backend:README.md",
        "triton-inference-server/server#4869",
        "triton-inference-server/server#7481",
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
        args: [tritonserver, --model-repository=/models]
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
      volumes:
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
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
""",
)

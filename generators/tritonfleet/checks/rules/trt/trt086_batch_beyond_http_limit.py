"""TRT086: a full batch is not larger than Triton takes over HTTP."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.quantities import shown
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.places import locate
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.triton.sizes import largest_input
from tritonfleet.checks.world import World

_DEFAULT = 2**26


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        if server is None or not server.listens("http") or not _has_limit(server):
            continue
        limit = server.number("http-max-input-size", _DEFAULT)
        for name, file in models.models.items():
            size = largest_input(file.message)
            if limit is not None and size > limit:
                inside = locate(file.text, ("maxBatchSize",))
                message = (
                    f"model {name} at batch {max(1, file.message.max_batch_size)} has an input of {shown(size)},"
                    f" {server.resource} takes {shown(limit)} as JSON"
                )
                fix = f"set `--http-max-input-size={size}`, lower `max_batch_size`, or send binary tensors"
                yield Breach(
                    file.config_map, file.path, message, fix, inside=inside, related=(server.resource,)
                )


def _has_limit(server: Server) -> bool:
    since = catalogue().options["http-max-input-size"].since
    return server.release is not None and since is not None and server.release >= since


RULE = Rule(
    id="TRT086",
    title="A full batch is larger than Triton takes as JSON",
    severity=Severity.INFO,
    why="Triton refuses a tensor above `--http-max-input-size`, 64 MB unless set, when it comes as JSON, "
    "as a raw body or compressed: `exceeds the maximum allowed value`. Small batches pass and the "
    "largest fail; clients that use the binary extension are spared.",
    fix="raise `--http-max-input-size`, lower `max_batch_size`, or send binary tensors",
    sources=(
        "triton-inference-server/server:src/http_server.cc@r26.07, EVBufferToRawInput",
        "triton-inference-server/server:src/common.h@r26.07, HTTP_DEFAULT_MAX_INPUT_SIZE",
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
    input { name: "IMAGE" data_type: TYPE_FP32 dims: [3, 1024, 1024] }
    output { name: "CLASS" data_type: TYPE_FP32 dims: [1000] }
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
    input { name: "IMAGE" data_type: TYPE_FP32 dims: [3, 1024, 1024] }
    output { name: "CLASS" data_type: TYPE_FP32 dims: [1000] }
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
        args: [tritonserver, --model-repository=/models, --http-max-input-size=268435456]
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

"""TRT083: the image has the backends of its models."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import misspelt
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server
from tritonfleet.checks.triton.configs import ModelConfigFile
from tritonfleet.checks.triton.images import backends_known, lacks_backend
from tritonfleet.checks.triton.mounts import mounts
from tritonfleet.checks.triton.places import locate
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        if server is None or not server.stock or _brings_backends(world, server):
            continue
        for name, file in models.models.items():
            backend = models.backend(name)
            if file.message.runtime:
                continue
            if backend not in backends_known():
                yield from _misspelt(file, name, backend, server)
                continue
            if lacks_backend(server.tag, backend):
                inside = locate(file.text, ("backend",) if file.message.backend else ("platform",))
                message = f"model {name} needs backend {backend}, which image {server.tag} does not have"
                yield Breach(file.config_map, file.path, message, inside=inside, related=(server.resource,))


def _misspelt(file: ModelConfigFile, model: str, backend: str, server: Server) -> Verdicts:
    near = next((known for known in sorted(backends_known()) if misspelt(backend, known)), None)
    if near and file.message.backend:
        inside = locate(file.text, ("backend",))
        message = f"model {model} needs backend {backend}, which no image of NVIDIA's has"
        fix = f"did you mean `{near}`?"
        yield Breach(file.config_map, file.path, message, fix, inside=inside, related=(server.resource,))


def _brings_backends(world: World, server: Server) -> bool:
    """Whether backends may come from elsewhere: another folder, or a volume among the image's own."""
    places = (mount.point for mount in mounts(world, server))
    return bool(server.flags("backend-directory")) or any(
        place.startswith("/opt/tritonserver") for place in places
    )


RULE = Rule(
    id="TRT083",
    title="The image does not have the model's backend",
    severity=Severity.ERROR,
    why="NVIDIA's images for TensorRT-LLM, vLLM and PyTorch hold that backend and Python only, and the "
    "plain one lost TensorFlow. The model stays UNAVAILABLE: `unable to find backend library for backend "
    "'onnxruntime'`.",
    fix="use an image that has the backend",
    sources=(
        "triton-inference-server/server#7346",
        "triton-inference-server/server#7445",
        "triton-inference-server/server#6708",
        "triton-inference-server/server#6991",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
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
        image: nvcr.io/nvidia/tritonserver:26.07-trtllm-python-py3
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
    backend: "onnxruntime"
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
)

"""TRT052: a ConfigMap holds one model's folder, not the repository."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

_HIDDEN_FOLDERS = ("configMap", "secret", "projected", "downwardAPI")


def check(world: World) -> Verdicts:
    for server in servers(world):
        names = [flag.text for flag in server.flags("load-model")]
        if server.control_mode not in {"none", "poll", "explicit"} or _loads_by_name(server, names):
            continue
        for number, mount in items(server.container, "volumeMounts"):
            point = str(mount.get("mountPath")).rstrip("/")
            if point not in {root.rstrip("/") for root in server.repositories} or mount.get("subPath"):
                continue
            volume = server.volume_at(point) or {}
            if any(kind in volume for kind in _HIDDEN_FOLDERS):
                path = (*server.path, "volumeMounts", number, "mountPath")
                message = (
                    f"Triton takes the hidden folders of volume `{mount.get('name')}` at {point} for models"
                )
                yield Breach(server.resource, path, message, f"mount a model's folder, such as {point}/bert")


def _loads_by_name(server: Server, names: list[str | None]) -> bool:
    return server.control_mode == "explicit" and "*" not in names


RULE = Rule(
    id="TRT052",
    title="A ConfigMap is mounted as the model repository itself",
    severity=Severity.ERROR,
    why="Kubernetes keeps the files of such a volume in hidden folders (`..data` and one with a date). "
    "Triton takes both for models, fails to load them (`at least one version must be available under the "
    "version policy of model '..data'`) and exits, although the real models are READY.",
    fix="mount each model at a folder of its own below the repository, or load models by name in "
    "explicit mode",
    sources=(
        "triton-inference-server/core:src/filesystem/implementations/local.h@r26.06, GetDirectorySubdirs",
        "kubernetes/kubernetes:pkg/volume/util/atomic_writer.go",
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
        volumeMounts: [{name: models, mountPath: /models}]
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: models
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: bert/config.pbtxt}, {key: model.py, path: bert/1/model.py}]
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
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
""",
)

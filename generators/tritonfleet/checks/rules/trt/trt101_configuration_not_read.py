"""TRT101: a model configuration lies where Triton reads it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.configs import CONFIG, by_place
from tritonfleet.checks.triton.mounts import File, Mounted, mounts, seen_below
from tritonfleet.checks.triton.sets import others_at
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        found = mounts(world, server)
        for root in (repository.rstrip("/") for repository in server.repositories):
            for path, file in seen_below(found, root):
                model, _, name = path.partition("/")
                if "/" in name or name == CONFIG or not _is_configuration(world, file):
                    continue
                if name and _has_config(found, root, model):
                    continue
                field: Path = ("data", file.key)
                message = f"{server.resource} sees it as {root}/{path}, which Triton does not read"
                fix = f"mount it as {root}/{model if name else '<model>'}/{CONFIG}"
                yield Breach(file.config_map, field, message, fix, related=(server.resource,))


def _is_configuration(world: World, file: File) -> bool:
    """Whether the file is one by its content: it says what runs the model."""
    read = world.derived(by_place).get((id(file.config_map), file.key))
    return (
        read is not None and read.message is not None and bool(read.message.backend or read.message.platform)
    )


def _has_config(found: list[Mounted], root: str, model: str) -> bool:
    """Whether the folder has its configuration all the same, or may have it on another volume."""
    return others_at(found, f"{root}/{model}") or any(
        p == f"{model}/{CONFIG}" for p, _ in seen_below(found, root)
    )


RULE = Rule(
    id="TRT101",
    title="A model configuration lies where Triton does not read it",
    severity=Severity.ERROR,
    why="Triton reads <model>/config.pbtxt and, with `--model-config-name`, "
    "<model>/configs/<name>.pbtxt. Under any other name the file is passed over: the model is "
    "refused, or served with settings that Triton guesses.",
    fix="mount the key as config.pbtxt in the model's folder",
    sources=(
        "triton-inference-server/core:src/constants.h@r26.06",
        "triton-inference-server/server:docs/user_guide/model_repository.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  bert.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
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
          items: [{key: bert.pbtxt, path: bert.pbtxt}, {key: model.py, path: 1/model.py}]
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model-7c1d90b2, namespace: prod}
data:
  bert.pbtxt: |
    name: "bert"
    backend: "python"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
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
          items: [{key: bert.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
""",
)

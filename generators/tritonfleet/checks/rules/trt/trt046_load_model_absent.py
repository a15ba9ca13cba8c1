"""TRT046: a model that is named for loading is in the repository."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    from tritonfleet.suggest import suggest

    for models in model_sets(world):
        server = models.server
        for flag in server.flags("load-model") if server and models.complete else ():
            if server and flag.text and flag.text != "*" and flag.text not in models.folders:
                message = f"`--load-model={flag.text}` names a model that no repository of the server holds"
                yield Breach(server.resource, flag.value_path, message, suggest(flag.text, models.folders))


RULE = Rule(
    id="TRT046",
    title="A model to load is not in the model repository",
    severity=Severity.ERROR,
    why="Triton logs `failed to poll model … model not found in any model repository` and, with "
    "`--exit-on-error`, exits: the pod goes into CrashLoopBackOff.",
    fix="correct the name, or add the model",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_management.md",
        "triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc, Poll",
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
        args: [tritonserver, --model-repository=/models, --model-control-mode=explicit, --load-model=brt]
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
        args: [tritonserver, --model-repository=/models, --model-control-mode=explicit, --load-model=bert]
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

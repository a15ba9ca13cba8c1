"""TRT087: the requests of a sequence reach one pod."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.exposure import exposing, most_replicas
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        server = models.server
        stateful = next(
            (n for n, f in models.models.items() if f.message.HasField("sequence_batching")), None
        )
        if server is None or stateful is None or most_replicas(world, server) < 2:
            continue
        for service in {id(s): s for e in ("http", "grpc") for s in exposing(world, server, e)}.values():
            spec = mapping(service.data, "spec")
            if spec.get("clusterIP") != "None" and spec.get("sessionAffinity") != "ClientIP":
                pods = most_replicas(world, server)
                message = f"model {stateful} keeps state between requests, which go to any of {pods} pods"
                path = ("spec", "sessionAffinity")
                yield Breach(
                    service, path, message, related=(server.resource, models.models[stateful].config_map)
                )


RULE = Rule(
    id="TRT087",
    title="The requests of a sequence are spread over several pods",
    severity=Severity.WARNING,
    why="The state of a sequence lives in one server. A Service spreads connections, so a later request "
    "meets a pod that never saw the start: `must specify the START flag on the first request of the "
    "sequence`.",
    fix="set sessionAffinity: ClientIP on the Service, route by a header, or run one pod",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_execution.md",
        "triton-inference-server/core:src/sequence_batch_scheduler/sequence_batch_scheduler.cc@r26.06",
        "kubernetes/website:content/en/docs/reference/networking/virtual-ips.md",
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
    sequence_batching { max_sequence_idle_microseconds: 5000000 }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=/models]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
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
    sequence_batching { max_sequence_idle_microseconds: 5000000 }
  model.py: |
    class TritonPythonModel:
      def execute(self, requests): return [answer(request) for request in requests]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=/models]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
        volumeMounts:
        - {name: bert, mountPath: /models/bert}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - name: bert
        configMap:
          name: bert-model-7c1d90b2
          items: [{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {sessionAffinity: ClientIP, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)

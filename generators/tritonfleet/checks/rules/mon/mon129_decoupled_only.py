"""MON129: a histogram is written for the models at hand."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.releases import MODEL_CONFIG, triton_releases
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World
from tritonfleet.metrics.releases import after


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.decoupled_until]
    releases = triton_releases(world) if used else ()
    for known in used:
        last = known.metric.decoupled_until
        if not releases or any(after(release, last) for release in releases):
            continue
        decoupled = _decoupled(world, known)
        if decoupled is None:
            yield Undecided(MODEL_CONFIG)
        elif not decoupled:
            filled = f"up to {last} `{known.metric.name}` is filled for decoupled models only"
            message = f"{filled}; none here is one, and here runs {releases[0]}"
            yield known.query.breach(message, at=known.name)


def _decoupled(world: World, known: KnownUse) -> bool | None:
    """Whether one of the models that the selector may mean is decoupled; None when not all of them are known."""
    asked = known.use.selector.matcher("model")
    name = asked.literal if asked else None
    sets = world.derived(model_sets)
    messages = [
        file.message for each in sets for key, file in each.models.items() if name is None or key == name
    ]
    if any(message is not None and message.model_transaction_policy.decoupled for message in messages):
        return True
    complete = name is not None or all(each.complete for each in sets)
    return False if messages and complete and None not in messages else None


RULE = Rule(
    id="MON129",
    title="The histogram is written for decoupled models only",
    severity=Severity.ERROR,
    why="Up to 25.12 Triton fills `nv_inference_first_response_histogram_ms` for decoupled models "
    "alone. For an ordinary model it is there and stays empty, so a latency objective on it has "
    "no data.",
    fix="run 26.01 or later, or use mean durations or the summaries of each pod",
    sources=("triton-inference-server/core#464",),
    check=check,
    needs=(MODEL_CONFIG,),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-config-7c1d90b2, namespace: prod}
data:
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=/models, --metrics-config=histogram_latencies=true]
        volumeMounts:
        - {name: models, mountPath: /models}
        - {name: config, mountPath: /models/bert/config.pbtxt, subPath: bert.config.pbtxt}
      volumes:
      - {name: models, persistentVolumeClaim: {claimName: models}}
      - {name: config, configMap: {name: bert-config-7c1d90b2}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        histogram_quantile(0.99,
          sum by (le) (rate(nv_inference_first_response_histogram_ms_bucket{model="bert"}[5m]))) > 200
      for: 5m
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-config-7c1d90b2, namespace: prod}
data:
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
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
        image: nvcr.io/nvidia/tritonserver:26.01-py3
        args: [tritonserver, --model-repository=/models, --metrics-config=histogram_latencies=true]
        volumeMounts:
        - {name: models, mountPath: /models}
        - {name: config, mountPath: /models/bert/config.pbtxt, subPath: bert.config.pbtxt}
      volumes:
      - {name: models, persistentVolumeClaim: {claimName: models}}
      - {name: config, configMap: {name: bert-config-7c1d90b2}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        histogram_quantile(0.99,
          sum by (le) (rate(nv_inference_first_response_histogram_ms_bucket{model="bert"}[5m]))) > 200
      for: 5m
""",
)

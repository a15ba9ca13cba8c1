"""MON128: a bucket that a query picks exists."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import answering
from tritonfleet.checks.monitors.objectives import LATENCY_HISTOGRAM, bucket_bound
from tritonfleet.checks.monitors.releases import MODEL_CONFIG
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World

_DEFAULT = (100.0, 500.0, 2000.0, 5000.0)


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        bound = bucket_bound(known)
        if bound is not None:
            bounds = _bounds(world, known)
            if bounds is None:
                yield Undecided(MODEL_CONFIG)
            elif float(bound) not in bounds:
                there = ", ".join(f"{bound:g}" for bound in sorted(bounds))
                message = f'there is no bucket `le="{bound}"`; the bounds are {there} and +Inf'
                yield known.query.breach(message, at="le")


def _bounds(world: World, known: KnownUse) -> set[float] | None:
    """The bounds of all models that the selector may mean; None when a model's configuration is not at hand."""
    asked = known.use.selector.matcher("model")
    name = asked.literal if asked else None
    meant = {id(each.server) for each in answering(world, known.use.selector)}
    sets = [each for each in world.derived(model_sets) if not meant or id(each.server) in meant]
    configs = [
        (key, file) for each in sets for key, file in each.models.items() if name is None or key == name
    ]
    known_all = all(each.complete for each in sets) and len(sets) >= len(meant)
    if not configs or (name is None and not known_all):
        return None
    return {bound for _, file in configs for bound in _of(file.message)}


def _of(message: Any) -> tuple[float, ...]:
    for control in message.model_metrics.metric_control if message is not None else ():
        if control.metric_identifier.family == LATENCY_HISTOGRAM:
            return tuple(control.histogram_options.buckets) or _DEFAULT
    return _DEFAULT


RULE = Rule(
    id="MON128",
    title="A query picks a bucket that the histogram has not",
    severity=Severity.ERROR,
    why="Triton's histogram has bounds at 100, 500, 2000 and 5000 ms unless the model's "
    '`model_metrics` sets others. A latency objective of 50 ms that picks `le="50"` picks '
    "nothing: the share of good requests is empty, and so is its burn rate.",
    fix="make the objective a bucket bound in the model's `model_metrics`, or pick a bound that exists",
    sources=(
        "triton-inference-server/core:src/metric_model_reporter.h",
        "triton-inference-server/server:docs/user_guide/metrics.md",
    ),
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
        image: nvcr.io/nvidia/tritonserver:26.03-py3
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
    - record: slo:good:rate5m
      expr: |
        sum(rate(nv_inference_first_response_histogram_ms_bucket{model="bert", le=~"50([.]0+)?"}[5m]))
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
    model_metrics {
      metric_control: [
        {
          metric_identifier: { family: "nv_inference_first_response_histogram_ms" }
          histogram_options: { buckets: [ 20, 50, 100, 200 ] }
        }
      ]
    }
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
        image: nvcr.io/nvidia/tritonserver:26.03-py3
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
    - record: slo:good:rate5m
      expr: |
        sum(rate(nv_inference_first_response_histogram_ms_bucket{model="bert", le=~"50([.]0+)?"}[5m]))
""",
)

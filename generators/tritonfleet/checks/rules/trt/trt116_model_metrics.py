"""TRT116: a metric of a model names its family and has buckets."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT116",
    title="A metric's setting has no family or no buckets",
    severity=Severity.ERROR,
    why="Triton refuses the model when `model_metrics` does not say which histogram it is about, or "
    "into which buckets it counts.",
    fix="set `metric_identifier.family` and `histogram_options.buckets`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:462,480@r26.06",),
    check=check_of("TRT116"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    model_metrics {
      metric_control { metric_identifier { family: "nv_inference_first_response_histogram_ms" } }
    }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    model_metrics {
      metric_control {
        metric_identifier { family: "nv_inference_first_response_histogram_ms" }
        histogram_options { buckets: [10, 100, 1000] }
      }
    }
""",
)

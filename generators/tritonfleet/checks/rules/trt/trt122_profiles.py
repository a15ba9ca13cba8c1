"""TRT122: optimization profiles are TensorRT's."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT122",
    title="A `profile` is no number, or the model is not TensorRT's",
    severity=Severity.ERROR,
    why="Optimization profiles are part of a TensorRT plan and are named by number; Triton refuses "
    "the model for any other.",
    fix='leave out `profile`, or give numbers such as "0" to a TensorRT model',
    sources=("triton-inference-server/core:src/model_config_utils.cc:1796,1807@r26.06",),
    check=check_of("TRT122"),
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
    instance_group { kind: KIND_GPU profile: ["0"] }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    platform: "tensorrt_plan"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    instance_group { kind: KIND_GPU profile: ["0"] }
""",
)

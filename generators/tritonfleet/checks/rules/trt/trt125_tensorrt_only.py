"""TRT125: shape tensors and non-linear formats are TensorRT's."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT125",
    title="A shape tensor or a non-linear format is used outside TensorRT",
    severity=Severity.ERROR,
    why="Only plans of TensorRT have shape tensors and non-linear formats; Triton refuses any other "
    "model that declares one.",
    fix="leave out `is_shape_tensor` and `is_non_linear_format_io`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1836,1874,446@r26.06",),
    check=check_of("TRT125"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "SHAPE" data_type: TYPE_INT32 dims: [2] is_shape_tensor: true }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
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
    input { name: "SHAPE" data_type: TYPE_INT32 dims: [2] is_shape_tensor: true }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
)

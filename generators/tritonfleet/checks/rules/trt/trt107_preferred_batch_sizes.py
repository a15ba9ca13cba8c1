"""TRT107: preferred batch sizes lie between 1 and max_batch_size."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT107",
    title="A preferred batch size is above `max_batch_size`, or not positive",
    severity=Severity.ERROR,
    why="Triton refuses the model: dynamic batching preferred size must be <= max batch size. Often "
    "`max_batch_size` was left out, which means 0 (or 4, where the ONNX backend completes it).",
    fix="raise `max_batch_size`, or lower the preferred size",
    sources=(
        "triton-inference-server/core:src/model_config_utils.cc:1497,1503@r26.06",
        "triton-inference-server/onnxruntime_backend#148",
    ),
    check=check_of("TRT107"),
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
    dynamic_batching { preferred_batch_size: [4, 16] }
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
    dynamic_batching { preferred_batch_size: [4, 8] }
""",
)

"""TRT133: a state starts with one value of its own type and shape."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT133",
    title="The initial value of a state does not fit the state",
    severity=Severity.ERROR,
    why="A sequence's state starts with at most one value, of the state's type and shape and with "
    "data. Otherwise the model fails to load with an error of the sequence batcher.",
    fix="use the state's `data_type` and `dims`, and `zero_data` or `data_file`",
    sources=(
        ""
        "triton-inference-server/core:src/sequence_batch_scheduler/sequence_batch_scheduler.cc@r26.06, "
        "GenerateInitialStateData",
    ),
    check=check_of("TRT133"),
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
    sequence_batching {
      state {
        input_name: "IN" output_name: "OUT" data_type: TYPE_FP32 dims: [4]
        initial_state { name: "zero" data_type: TYPE_INT32 dims: [4] zero_data: true }
      }
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
    sequence_batching {
      state {
        input_name: "IN" output_name: "OUT" data_type: TYPE_FP32 dims: [4]
        initial_state { name: "zero" data_type: TYPE_FP32 dims: [4] zero_data: true }
      }
    }
""",
)

"""TRT134: a batching library does not go with the sequence batcher."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT134",
    title="A batching library is set beside the sequence batcher",
    severity=Severity.ERROR,
    why="A custom batching strategy works with the dynamic batcher only; with the sequence batcher "
    "Triton refuses the model.",
    fix="leave out the parameter, or use `dynamic_batching`",
    sources=("triton-inference-server/core:src/backend_model.cc:190@r26.06",),
    check=check_of("TRT134"),
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
    sequence_batching { }
    parameters { key: "TRITON_BATCH_STRATEGY_PATH" value { string_value: "/models/bert/libstrategy.so" } }
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
    dynamic_batching { }
    parameters { key: "TRITON_BATCH_STRATEGY_PATH" value { string_value: "/models/bert/libstrategy.so" } }
""",
)

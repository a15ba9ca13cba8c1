"""TRT113: the correlation id has a type of its own and no values."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT113",
    title="The control CORRID has the wrong type, or has values",
    severity=Severity.ERROR,
    why="The correlation id is passed as it is, so it has a data type (UINT64, INT64, UINT32, INT32 "
    "or STRING) and no pair of values; otherwise Triton refuses the model.",
    fix="set `data_type` to TYPE_UINT64 and leave out the `…_false_true` pair",
    sources=("triton-inference-server/core:src/model_config_utils.cc:717,1614@r26.06",),
    check=check_of("TRT113"),
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
      control_input {
        name: "ID"
        control { kind: CONTROL_SEQUENCE_CORRID data_type: TYPE_FP32 }
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
      control_input {
        name: "ID"
        control { kind: CONTROL_SEQUENCE_CORRID data_type: TYPE_UINT64 }
      }
    }
""",
)

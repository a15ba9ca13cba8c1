"""TRT112: the controls of a sequence are complete and named once."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT112",
    title="A sequence control is incomplete, or given twice",
    severity=Severity.ERROR,
    why="Triton tells the model by these tensors where a sequence starts and ends. A control without "
    "a name, without its two values or of a kind that another tensor has already makes it refuse "
    "the model.",
    fix="give each control tensor a name and each kind exactly one pair such as `int32_false_true: [0, 1]`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:529,536,547,562,588@r26.06",),
    check=check_of("TRT112"),
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
        name: "START"
        control { kind: CONTROL_SEQUENCE_START  }
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
        name: "START"
        control { kind: CONTROL_SEQUENCE_START int32_false_true: [0, 1] }
      }
    }
""",
)

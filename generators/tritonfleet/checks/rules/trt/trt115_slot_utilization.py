"""TRT115: the share of slots lies between 0 and 1."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT115",
    title="`minimum_slot_utilization` is not between 0 and 1",
    severity=Severity.ERROR,
    why="It is the share of a batch's slots that must be ready. Triton refuses the model for "
    "anything outside 0.0 to 1.0; a percentage such as 50 is the usual slip.",
    fix="write a fraction, such as 0.5",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1655@r26.06",),
    check=check_of("TRT115"),
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
    sequence_batching { direct { minimum_slot_utilization: 50 } }
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
    sequence_batching { direct { minimum_slot_utilization: 0.5 } }
""",
)

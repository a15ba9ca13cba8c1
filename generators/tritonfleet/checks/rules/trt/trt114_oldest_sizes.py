"""TRT114: preferred batch sizes of the oldest strategy fit."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT114",
    title="A preferred batch size of the oldest strategy is above `max_batch_size`, or not positive",
    severity=Severity.ERROR,
    why="Triton refuses the model: sequence batching preferred batch size must be positive, and no "
    "larger than `max_batch_size`.",
    fix="raise `max_batch_size`, or lower the preferred size",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1633,1639@r26.06",),
    check=check_of("TRT114"),
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
    sequence_batching { oldest { max_candidate_sequences: 8 preferred_batch_size: [16] } }
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
    sequence_batching { oldest { max_candidate_sequences: 8 preferred_batch_size: [8] } }
""",
)

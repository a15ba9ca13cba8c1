"""TRT110: order is kept only without priorities and delays."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT110",
    title="`preserve_ordering` contradicts priorities or delayed requests",
    severity=Severity.ERROR,
    why="Answers cannot come in the order of requests while some may overtake others, so Triton "
    "refuses the model.",
    fix="use one priority level and `timeout_action: REJECT`, or drop `preserve_ordering`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1536,1547,1560@r26.06",),
    check=check_of("TRT110"),
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
    dynamic_batching { preserve_ordering: true priority_levels: 2 default_priority_level: 1 }
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
    dynamic_batching { preserve_ordering: true }
""",
)

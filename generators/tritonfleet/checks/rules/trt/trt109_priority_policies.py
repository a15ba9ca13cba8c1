"""TRT109: queue policies are for priority levels that exist."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT109",
    title="A queue policy is for a priority level that does not exist",
    severity=Severity.ERROR,
    why="Triton refuses the model: priority queue policy must have priority level in range.",
    fix="use levels from 1 to `priority_levels`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1525@r26.06",),
    check=check_of("TRT109"),
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
    dynamic_batching {
      priority_levels: 2 default_priority_level: 1
      priority_queue_policy { key: 3 value { max_queue_size: 10 } }
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
    dynamic_batching {
      priority_levels: 2 default_priority_level: 1
      priority_queue_policy { key: 2 value { max_queue_size: 10 } }
    }
""",
)

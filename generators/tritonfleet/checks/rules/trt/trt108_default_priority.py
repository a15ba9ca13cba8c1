"""TRT108: the default priority is one of the levels."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT108",
    title="The default priority level is not one of the levels",
    severity=Severity.ERROR,
    why="Triton refuses the model: default priority level must be in range. Levels count from 1, and "
    "0, the value of a field left out, is none of them.",
    fix="set `default_priority_level` to a number from 1 to `priority_levels`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1516@r26.06",),
    check=check_of("TRT108"),
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
    dynamic_batching { priority_levels: 2 }
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
    dynamic_batching { priority_levels: 2 default_priority_level: 2 }
""",
)

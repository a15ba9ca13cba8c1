"""TRT105: max_batch_size is not negative."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT105",
    title="`max_batch_size` is negative",
    severity=Severity.ERROR,
    why="Triton refuses the model: `'max_batch_size' must be non-negative`. -1 means any size in `dims`, "
    "not here.",
    fix="use the largest batch the model takes, or 0 for a model whose shapes have no batch dimension",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1481@r26.06",),
    check=check_of("TRT105"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: -1
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 0
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
)

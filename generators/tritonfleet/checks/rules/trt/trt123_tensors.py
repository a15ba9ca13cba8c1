"""TRT123: every tensor has a type and sensible dimensions."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT123",
    title="A tensor lacks its type or dimensions, or a reshape changes its size",
    severity=Severity.ERROR,
    why="A tensor needs a data type and dimensions of 1 or more (-1 is any size), and a reshape must "
    'keep the number of elements. Triton refuses the model otherwise; 0 for "any size" is the '
    "usual slip.",
    fix="set `data_type` and `dims`; write -1 for a dimension of any size",
    sources=(
        "triton-inference-server/core:src/model_config_utils.cc:302,311,317,337,371@r26.06",
        "triton-inference-server/server#3032",
    ),
    check=check_of("TRT123"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [0] }
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
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [-1] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
)

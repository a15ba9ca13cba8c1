"""TRT111: cached responses belong to requests alone."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT111",
    title="The response cache is on for a model whose answers cannot be cached",
    severity=Severity.ERROR,
    why="An answer of a sequence depends on the requests before it, and a decoupled model gives any "
    "number of answers: Triton refuses to cache either and does not load the model.",
    fix="drop `response_cache`, or serve the model without sequences and decoupled answers",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1575,1686@r26.06",),
    check=check_of("TRT111"),
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
    response_cache { enable: true }
    model_transaction_policy { decoupled: true }
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
    response_cache { enable: true }
""",
)

"""TRT126: tensors derived from a batch follow from tensors of the model."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT126",
    title="A tensor derived from the batch has no valid source or target",
    severity=Severity.ERROR,
    why="`batch_input` counts the elements of one input, as INT32 or FP32; `batch_output` splits "
    "outputs by one input. A misspelt name there makes Triton refuse the model.",
    fix="name one existing input as `source_input`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1362,1379,1396,1421@r26.06",),
    check=check_of("TRT126"),
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
    batch_input { kind: BATCH_ELEMENT_COUNT target_name: "COUNT" data_type: TYPE_FP32 source_input: "TOKENS" }
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
    batch_input { kind: BATCH_ELEMENT_COUNT target_name: "COUNT" data_type: TYPE_FP32 source_input: "IDS" }
""",
)

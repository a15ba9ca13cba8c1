"""TRT120: only groups on GPUs name GPUs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT120",
    title="An instance group names GPUs that its kind does not use",
    severity=Severity.ERROR,
    why="Triton refuses the model: an instance group of kind KIND_CPU or KIND_MODEL must not have `gpus`.",
    fix="leave out `gpus`, or use `kind: KIND_GPU`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1733,1782@r26.06",),
    check=check_of("TRT120"),
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
    instance_group { kind: KIND_CPU gpus: [0] }
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
    instance_group { kind: KIND_GPU gpus: [0] }
""",
)

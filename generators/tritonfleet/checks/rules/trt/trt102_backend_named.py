"""TRT102: a model names its backend."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT102",
    title="No backend is known for the model's file",
    severity=Severity.ERROR,
    why="Triton cannot tell which library runs the file that `default_model_filename` names, and the "
    "model stays UNAVAILABLE: must specify 'platform' or 'backend'.",
    fix="set `backend`, such as onnxruntime, tensorrt, pytorch or python",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1464@r26.06",),
    check=check_of("TRT102"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    default_model_filename: "bert.bin"
    max_batch_size: 8
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
    default_model_filename: "bert.bin"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
)

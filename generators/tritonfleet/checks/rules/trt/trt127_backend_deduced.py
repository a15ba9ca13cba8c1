"""TRT127: the backend is named, not guessed."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT127",
    title="No backend is named",
    severity=Severity.ERROR,
    why="Without `backend` and `platform` Triton looks for a file that it knows, such as model.onnx, "
    "then takes what follows the first dot of the model's name. Where neither tells, the model "
    "stays UNAVAILABLE: could not determine backend.",
    fix="set `backend`, such as onnxruntime, tensorrt, pytorch or python",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1297@r26.06",),
    check=check_of("TRT127"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
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
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
""",
)

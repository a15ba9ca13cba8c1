"""TRT103: a platform is one that Triton knows, for its backend."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT103",
    title="The platform is unknown, or belongs to another backend",
    severity=Severity.ERROR,
    why="Triton refuses the model with `unexpected platform type` or `unexpected 'platform' and "
    "'backend' pair` before it looks at any file.",
    fix="leave `platform` out and set `backend`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1448,1474@r26.06",),
    check=check_of("TRT103"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    platform: "onnxruntime"
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

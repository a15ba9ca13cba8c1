"""TRT132: a warm-up request is complete."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT132",
    title="A warm-up request lacks data or a size",
    severity=Severity.ERROR,
    why="Triton makes the warm-up requests itself, so it needs a size for every dimension and a "
    "source of data. Otherwise the model fails to load after its weights have been read, which "
    "may take minutes.",
    fix="give each input of the sample `dims` without -1 and `zero_data`, `random_data` or `input_data_file`",
    sources=(
        "triton-inference-server/core:src/backend_model_instance.cc@r26.06, GenerateWarmupData",
        "triton-inference-server/server:docs/user_guide/model_configuration.md",
    ),
    check=check_of("TRT132"),
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
    model_warmup {
      name: "first" batch_size: 1
      inputs { key: "IDS" value { data_type: TYPE_INT64 dims: [-1] zero_data: true } }
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
    model_warmup {
      name: "first" batch_size: 1
      inputs { key: "IDS" value { data_type: TYPE_INT64 dims: [128] zero_data: true } }
    }
""",
)

"""TRT118: an ensemble runs nothing itself."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT118",
    title="An ensemble has instances, optimization or warm-up",
    severity=Severity.ERROR,
    why="An ensemble only passes tensors between models, so Triton refuses one that has "
    "`instance_group`, `optimization` or `model_warmup`.",
    fix="leave it out, or move it to the models of the steps",
    sources=("triton-inference-server/core:src/model_config_utils.cc:172,178,184@r26.06",),
    check=check_of("TRT118"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: pipeline, namespace: prod}
data:
  config.pbtxt: |
    name: "pipeline"
    platform: "ensemble"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    ensemble_scheduling {
      step {
        model_name: "tokenize" model_version: -1
        input_map { key: "TEXT" value: "TEXT" }
        output_map { key: "IDS" value: "ids" }
      }
      step {
        model_name: "bert" model_version: -1
        input_map { key: "IDS" value: "ids" }
        output_map { key: "SCORE" value: "SCORE" }
      }
    }
    instance_group { kind: KIND_GPU count: 2 }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: pipeline, namespace: prod}
data:
  config.pbtxt: |
    name: "pipeline"
    platform: "ensemble"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    ensemble_scheduling {
      step {
        model_name: "tokenize" model_version: -1
        input_map { key: "TEXT" value: "TEXT" }
        output_map { key: "IDS" value: "ids" }
      }
      step {
        model_name: "bert" model_version: -1
        input_map { key: "IDS" value: "ids" }
        output_map { key: "SCORE" value: "SCORE" }
      }
    }
""",
)

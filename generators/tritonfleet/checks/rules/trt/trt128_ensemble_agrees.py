"""TRT128: an ensemble agrees with the models of its steps."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT128",
    title="An ensemble does not agree with a model of its steps",
    severity=Severity.ERROR,
    why="The ensemble maps a tensor that the step's model does not have, leaves one out, declares "
    "another type or shape, or allows larger batches. Triton refuses the ensemble once all "
    "models are loaded.",
    fix="use the names, types, shapes and batch size of the step's model",
    sources=("triton-inference-server/core:src/ensemble_scheduler/ensemble_utils.cc:95@r26.06",),
    check=check_of("TRT128"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data:
  tokenize.config.pbtxt: |
    name: "tokenize"
    backend: "python"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "IDS" data_type: TYPE_INT64 dims: [128] }
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
  pipeline.config.pbtxt: |
    name: "pipeline"
    platform: "ensemble"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    ensemble_scheduling {
      step {
        model_name: "tokenize" model_version: -1
        input_map { key: "TEXT" value: "TEXT" }
        output_map { key: "TOKENS" value: "ids" }
      }
      step {
        model_name: "bert" model_version: -1
        input_map { key: "IDS" value: "ids" }
        output_map { key: "SCORE" value: "SCORE" }
      }
    }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data:
  tokenize.config.pbtxt: |
    name: "tokenize"
    backend: "python"
    max_batch_size: 8
    input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
    output { name: "IDS" data_type: TYPE_INT64 dims: [128] }
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
  pipeline.config.pbtxt: |
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

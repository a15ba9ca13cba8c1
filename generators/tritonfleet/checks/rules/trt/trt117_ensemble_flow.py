"""TRT117: tensors flow through an ensemble from its inputs to its outputs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT117",
    title="A tensor of an ensemble comes from nowhere, or leads nowhere",
    severity=Severity.ERROR,
    why="Every tensor that a step reads must be an input of the ensemble or an output of a step, and "
    "each output must be written once. A misspelt name in a map breaks the chain, and Triton "
    "refuses the ensemble.",
    fix="give the reading and the writing step the same tensor name",
    sources=("triton-inference-server/core:src/model_config_utils.cc:89,113,205,237,267,284@r26.06",),
    check=check_of("TRT117"),
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
        input_map { key: "IDS" value: "token_ids" }
        output_map { key: "SCORE" value: "SCORE" }
      }
    }
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

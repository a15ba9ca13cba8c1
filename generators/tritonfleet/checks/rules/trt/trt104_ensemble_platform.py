"""TRT104: ensembles and only ensembles have steps."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT104",
    title="Platform ensemble and ensemble steps do not go together",
    severity=Severity.ERROR,
    why="An ensemble is known by its platform: with steps and no platform, or with a backend besides, "
    "Triton refuses the model while its steps load, and clients get `unknown model`.",
    fix='set `platform: "ensemble"` on the model with steps, without a backend',
    sources=("triton-inference-server/core:src/model_config_utils.cc:1456,166,1676@r26.06",),
    check=check_of("TRT104"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: pipeline, namespace: prod}
data:
  config.pbtxt: |
    name: "pipeline"
    backend: "python"
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

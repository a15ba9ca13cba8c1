"""TRT124: image formats have three dimensions."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.triton.verdicts import check_of

RULE = Rule(
    id="TRT124",
    title="An image format is given to a tensor without three dimensions",
    severity=Severity.ERROR,
    why="FORMAT_NHWC and FORMAT_NCHW name height, width and channels: without the batch dimension "
    "that is three. With any other number Triton refuses the model, most often because the batch "
    "was counted.",
    fix="give three dims, without the batch, or leave out `format`",
    sources=("triton-inference-server/core:src/model_config_utils.cc:1830@r26.06",),
    check=check_of("TRT124"),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "resnet"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IMAGE" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [1, 3, 224, 224] }
    output { name: "CLASS" data_type: TYPE_FP32 dims: [1000] }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "resnet"
    backend: "onnxruntime"
    max_batch_size: 8
    input { name: "IMAGE" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [3, 224, 224] }
    output { name: "CLASS" data_type: TYPE_FP32 dims: [1000] }
""",
)

"""The configurations the project started from, said in the fleet's own words."""

from __future__ import annotations

from typing import Any

import pytest

from tritonfleet.modelconfig.proto import parse, to_message
from tritonfleet.modelconfig.rules import validate_models
from tritonfleet.spec.model import Model

GPU_0 = {"kind": "GPU", "count": 2, "gpus": [0]}

RESNET = (
    {
        "backend": "onnxruntime",
        "maxBatchSize": 8,
        "inputs": {"input": {"dataType": "FP32", "dims": [3, 224, 224]}},
        "outputs": {"output": {"dataType": "FP32", "dims": [1000], "labels": "labels.txt"}},
        "instanceGroups": {"gpu": GPU_0},
        "dynamicBatching": {"preferredBatchSizes": [4, 8], "maxQueueDelay": "100us"},
    },
    """
    backend: "onnxruntime"
    max_batch_size: 8
    input [ { name: "input" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
    output [ { name: "output" data_type: TYPE_FP32 dims: [ 1000 ] label_filename: "labels.txt" } ]
    instance_group [ { count: 2 kind: KIND_GPU gpus: [ 0 ] } ]
    dynamic_batching { preferred_batch_size: [ 4, 8 ] max_queue_delay_microseconds: 100 }
    """,
)

PRIORITIES = (
    {
        "backend": "onnxruntime",
        "maxBatchSize": 8,
        "dynamicBatching": {
            "preferredBatchSizes": [4, 8],
            "maxQueueDelay": "100us",
            "priorityLevels": 2,
            "defaultPriorityLevel": 1,
            "defaultQueuePolicy": {
                "timeoutAction": "REJECT",
                "defaultTimeout": "5s",
                "allowTimeoutOverride": True,
                "maxQueueSize": 100,
            },
        },
    },
    """
    backend: "onnxruntime"
    max_batch_size: 8
    dynamic_batching {
      preferred_batch_size: [ 4, 8 ]
      max_queue_delay_microseconds: 100
      priority_levels: 2
      default_priority_level: 1
      default_queue_policy {
        timeout_action: REJECT
        default_timeout_microseconds: 5000000
        allow_timeout_override: true
        max_queue_size: 100
      }
    }
    """,
)

SPREAD = (
    {
        "backend": "tensorrt",
        "instanceGroups": {
            "first": {"kind": "GPU", "count": 1, "gpus": [0]},
            "others": {"kind": "GPU", "count": 2, "gpus": [1, 2]},
        },
    },
    """
    backend: "tensorrt"
    instance_group [ { count: 1 kind: KIND_GPU gpus: [ 0 ] }, { count: 2 kind: KIND_GPU gpus: [ 1, 2 ] } ]
    """,
)

CPU_AND_GPU = (
    {"backend": "pytorch", "instanceGroups": {"cpu": {"kind": "CPU", "count": 1}, "gpu": GPU_0}},
    """
    backend: "pytorch"
    instance_group [ { count: 1 kind: KIND_CPU }, { count: 2 kind: KIND_GPU gpus: [ 0 ] } ]
    """,
)

CLASSIFIER = (
    {
        "backend": "onnxruntime",
        "maxBatchSize": 32,
        "inputs": {"input_ids": {"dataType": "TYPE_INT64", "dims": [128]}},
        "outputs": {"logits": {"dataType": "TYPE_FP32", "dims": [5]}},
        "dynamicBatching": {"preferredBatchSizes": [4, 8, 16], "maxQueueDelay": "10ms"},
        "instanceGroups": {"gpu": {"kind": "GPU", "count": 1}},
    },
    """
    backend: "onnxruntime"
    max_batch_size: 32
    input [ { name: "input_ids" data_type: TYPE_INT64 dims: [128] } ]
    output [ { name: "logits" data_type: TYPE_FP32 dims: [5] } ]
    dynamic_batching { preferred_batch_size: [ 4, 8, 16 ] max_queue_delay_microseconds: 10000 }
    instance_group [ { kind: KIND_GPU count: 1 } ]
    """,
)

SEEDS = {
    "resnet50": RESNET,
    "priorities": PRIORITIES,
    "spread_over_gpus": SPREAD,
    "cpu_and_gpu": CPU_AND_GPU,
    "text_classifier": CLASSIFIER,
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_can_be_said_exactly(name: str):
    data, text = SEEDS[name]
    assert to_message("", Model.model_validate(data)) == parse(text, name)


@pytest.mark.parametrize("name", SEEDS)
def test_triton_would_accept_a_seed_on_three_gpus(name: str):
    data: dict[str, Any] = SEEDS[name][0]
    assert validate_models({name: Model.model_validate(data)}, gpus=3) == []

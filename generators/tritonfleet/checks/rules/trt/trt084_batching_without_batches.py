"""TRT084: dynamic batching has batches to make."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.places import locate
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World

_COMPLETES_NOTHING = {"python", "pytorch"}
"""Backends that leave a max_batch_size of 0 as it is, unless a Python model completes its own configuration."""


def check(world: World) -> Verdicts:
    for models in model_sets(world):
        for name, file in models.models.items():
            config, layout = file.message, models.layouts.get(name)
            if not config.HasField("dynamic_batching") or config.max_batch_size != 0:
                continue
            completes = config.backend == "python" and (layout is None or layout.completes)
            if config.backend in _COMPLETES_NOTHING and not completes:
                inside = locate(file.text, ("dynamicBatching",))
                message = f"model {name} has `dynamic_batching`, but `max_batch_size` is 0"
                yield Breach(file.config_map, file.path, message, inside=inside)


RULE = Rule(
    id="TRT084",
    title="Dynamic batching is on for a model that takes no batches",
    severity=Severity.WARNING,
    why="With `max_batch_size` 0 the model's shapes have no batch dimension, so the scheduler passes "
    "requests on one by one: `max_queue_delay_microseconds` and the GPU wait for batches that "
    "never come.",
    fix="set `max_batch_size` to the largest batch the model takes",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_configuration.md",
        "triton-inference-server/core:src/dynamic_batch_scheduler.cc:92@r26.06",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "pytorch"
    platform: "pytorch_libtorch"
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    dynamic_batching { max_queue_delay_microseconds: 500 }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data:
  config.pbtxt: |
    name: "bert"
    backend: "pytorch"
    platform: "pytorch_libtorch"
    max_batch_size: 16
    input { name: "IDS" data_type: TYPE_INT64 dims: [128] }
    output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
    dynamic_batching { max_queue_delay_microseconds: 500 }
""",
)

"""TRT100: a config.pbtxt can be read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.triton.configs import CONFIG, TEMPLATED, ModelConfigFile, model_configs
from tritonfleet.checks.triton.sets import read_by_servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for file in model_configs(world):
        problem = file.problem
        if problem is None or TEMPLATED.search(file.text) or not _is_read(world, file):
            continue
        where = problem.location
        inside = Inside(max(where.line, 1), max(where.column, 1)) if where else Inside(1)
        yield Breach(
            file.config_map, file.path, f"`{file.key}`: {problem.message}", problem.fix, inside=inside
        )


def _is_read(world: World, file: ModelConfigFile) -> bool:
    """Whether it is a model configuration, not another file in protobuf's text format such as a label map."""
    return file.key.endswith(CONFIG) or (id(file.config_map), file.key) in world.derived(read_by_servers)


RULE = Rule(
    id="TRT100",
    title="The model configuration cannot be read",
    severity=Severity.ERROR,
    why="Triton reads protobuf's text format strictly: one unknown field or a missing brace, and it logs "
    "`failed to read text proto` with the line, and the model does not load.",
    fix="correct the field or the syntax",
    sources=(
        "triton-inference-server/common:protobuf/model_config.proto",
        "triton-inference-server/core:src/filesystem/api.cc, ReadTextProto",
    ),
    check=check,
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
    dynamic_batching { prefered_batch_size: [4, 8] }
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
    dynamic_batching { preferred_batch_size: [4, 8] }
""",
)

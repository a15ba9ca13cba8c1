"""Configurations, right and wrong: which of our rules refuses each, if any. Triton itself is asked too.

Every configuration starts from one that is right, so that each has one reason to be refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PYTHON = 'backend: "python"'
BATCH = "max_batch_size: 8"
INPUT = 'input { name: "X" data_type: TYPE_FP32 dims: [4] }'
OUTPUT = 'output { name: "Y" data_type: TYPE_FP32 dims: [4] }'
TENSORS = f"{INPUT} {OUTPUT}"
PAIR = "int32_false_true: [0, 1]"
CPU = "instance_group { kind: KIND_CPU }"

MODEL_CODE = """
class TritonPythonModel:
    def execute(self, requests):
        return []
"""


@dataclass(frozen=True)
class Case:
    """A model: its config.pbtxt, the rule that refuses it ("" if none does), its versions and their code."""

    name: str
    rule: str
    config: str
    versions: tuple[str, ...] = ("1",)
    code: str = MODEL_CODE

    @property
    def may_crash(self) -> bool:
        """Whether Triton 24.10 now and then crashes (signal 11) where it should only refuse the model."""
        return self.rule == "TRT133"


def _model(
    name: str, rule: str, more: str = "", *, head: str = f"{PYTHON} {BATCH}", io: str = TENSORS
) -> Case:
    return Case(name, rule, f"{head} {io} {CPU} {more}")


def _tensor(name: str, rule: str, given: str, *, batch: str = BATCH) -> Case:
    io = f'input {{ name: "X" {given} }} output {{ name: "Y" data_type: TYPE_FP32 dims: [4] }}'
    return _model(name, rule, head=f"{PYTHON} {batch}", io=io)


def _dynamic(name: str, rule: str, batching: str) -> Case:
    return _model(name, rule, f"dynamic_batching {{ {batching} }}")


def _sequence(name: str, rule: str, batching: str, more: str = "") -> Case:
    return _model(name, rule, f"sequence_batching {{ {batching} }} {more}")


def _groups(name: str, rule: str, groups: str) -> Case:
    return Case(name, rule, f"{PYTHON} {BATCH} {TENSORS} {groups}")


def _control(kind: str, values: str) -> str:
    return f"control {{ kind: CONTROL_SEQUENCE_{kind} {values} }}"


def _step(model: str, source: str, target: str, version: int = -1) -> str:
    maps = f'input_map {{ key: "X" value: "{source}" }} output_map {{ key: "Y" value: "{target}" }}'
    return f'step {{ model_name: "{model}" model_version: {version} {maps} }}'


def _ensemble(
    name: str, rule: str, steps: str, *, batch: str = BATCH, io: str = TENSORS, more: str = ""
) -> Case:
    config = f'platform: "ensemble" {batch} {io} ensemble_scheduling {{ {steps} }} {more}'
    return Case(name, rule, config, code="")


def _warmup(sample: str, data: str) -> str:
    return f'model_warmup {{ {sample} inputs {{ key: "X" value {{ data_type: TYPE_FP32 {data} }} }} }}'


START = f'control_input {{ name: "START" {_control("START", PAIR)} }}'
TWO_STEPS = _step("plain", "X", "middle") + _step("plain", "middle", "Y")
STATE = 'state { input_name: "I" output_name: "O" data_type: TYPE_FP32 dims: [2] initial_state { %s } }'

CASES = (
    _model("plain", ""),
    _model("decoupled", "", "model_transaction_policy { decoupled: true }"),
    Case("deduced", "", f"{BATCH} {TENSORS} {CPU}"),
    Case("unknown_file", "TRT102", f'default_model_filename: "model.bin" {BATCH} {TENSORS}'),
    Case("unknown_platform", "TRT103", f'platform: "custom" {BATCH} {TENSORS}'),
    Case("wrong_pair", "TRT103", f'backend: "onnxruntime" platform: "tensorrt_plan" {BATCH} {TENSORS}'),
    Case("tensorflow_alone", "TRT103", f'backend: "tensorflow" {BATCH} {TENSORS}'),
    _model("python_with_platform", "", head=f'{PYTHON} platform: "anything" {BATCH}'),
    _ensemble("ensemble_with_backend", "TRT104", TWO_STEPS, more=PYTHON),
    Case(
        "steps_without_ensemble",
        "TRT104",
        f"{PYTHON} {BATCH} {TENSORS} ensemble_scheduling {{ {TWO_STEPS} }}",
    ),
    Case("ensemble_without_steps", "TRT104", f'platform: "ensemble" {BATCH} {TENSORS}'),
    _model("negative_batch", "TRT105", head=f"{PYTHON} max_batch_size: -1"),
    _model("no_batch", "", head=PYTHON),
    _dynamic("default_batching", "", ""),
    _dynamic("preferred_fits", "", "preferred_batch_size: [4, 8] max_queue_delay_microseconds: 100"),
    _dynamic("preferred_above_maximum", "TRT107", "preferred_batch_size: [4, 16]"),
    _dynamic("preferred_zero", "TRT107", "preferred_batch_size: [0]"),
    _model(
        "preferred_without_batch", "TRT107", "dynamic_batching { preferred_batch_size: [4] }", head=PYTHON
    ),
    _dynamic("priorities", "", "priority_levels: 2 default_priority_level: 2"),
    _dynamic("no_default_priority", "TRT108", "priority_levels: 2"),
    _dynamic("default_priority_too_high", "TRT108", "priority_levels: 2 default_priority_level: 3"),
    _dynamic("default_without_levels", "", "default_priority_level: 3"),
    _dynamic(
        "policy_of_no_level",
        "TRT109",
        "priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 3 value { } }",
    ),
    _dynamic("policy_without_levels", "", "priority_queue_policy { key: 3 value { } }"),
    _dynamic(
        "ordered_priorities", "TRT110", "preserve_ordering: true priority_levels: 2 default_priority_level: 1"
    ),
    _dynamic(
        "ordered_delay",
        "TRT110",
        "preserve_ordering: true "
        "default_queue_policy { timeout_action: DELAY default_timeout_microseconds: 5 }",
    ),
    _dynamic(
        "ordered_delay_never", "", "preserve_ordering: true default_queue_policy { timeout_action: DELAY }"
    ),
    _model("cached", "", "response_cache { enable: true }"),
    _model(
        "cached_decoupled",
        "TRT111",
        "response_cache { enable: true } model_transaction_policy { decoupled: true }",
    ),
    _sequence("cached_sequence", "TRT111", START, "response_cache { enable: true }"),
    _sequence("sequence", "", START),
    _sequence(
        "control_without_name",
        "TRT112",
        f"control_input {{ {_control('START', PAIR)} }}",
    ),
    _sequence("control_twice", "TRT112", START + START),
    _sequence("control_without_values", "TRT112", f'control_input {{ name: "S" {_control("START", "")} }}'),
    _sequence(
        "control_of_two_types",
        "TRT112",
        f'control_input {{ name: "S" {_control("END", f"{PAIR} fp32_false_true: [0, 1]")} }}',
    ),
    _sequence(
        "control_of_three_values",
        "TRT112",
        f'control_input {{ name: "S" {_control("READY", "bool_false_true: [false, true, true]")} }}',
    ),
    _sequence(
        "correlation_id", "", f'control_input {{ name: "C" {_control("CORRID", "data_type: TYPE_UINT64")} }}'
    ),
    _sequence(
        "correlation_id_as_float",
        "TRT113",
        f'control_input {{ name: "C" {_control("CORRID", "data_type: TYPE_FP32")} }}',
    ),
    _sequence(
        "correlation_id_with_values",
        "TRT113",
        f'control_input {{ name: "C" {_control("CORRID", f"data_type: TYPE_UINT64 {PAIR}")} }}',
    ),
    _sequence("oldest", "", "oldest { max_candidate_sequences: 4 preferred_batch_size: [8] }"),
    _sequence("oldest_above_maximum", "TRT114", "oldest { preferred_batch_size: [16] }"),
    _sequence("direct", "", "direct { minimum_slot_utilization: 0.5 }"),
    _sequence("slots_above_one", "TRT115", "direct { minimum_slot_utilization: 1.5 }"),
    _ensemble("chain", "", TWO_STEPS),
    _ensemble("no_steps", "TRT117", ""),
    _ensemble(
        "step_without_inputs",
        "TRT117",
        'step { model_name: "plain" model_version: -1 output_map { key: "Y" value: "Y" } }',
    ),
    _ensemble("written_twice", "TRT117", _step("plain", "X", "Y") + _step("plain", "X", "Y")),
    _ensemble("input_unused", "TRT117", _step("plain", "other", "Y")),
    _ensemble("output_unwritten", "TRT117", _step("plain", "X", "other")),
    _ensemble("tensor_unused", "TRT117", TWO_STEPS + _step("plain", "X", "lost")),
    _ensemble("tensor_from_nowhere", "TRT117", _step("plain", "X", "Y") + _step("plain", "nowhere", "Z")),
    _ensemble("ensemble_with_instances", "TRT118", TWO_STEPS, more=CPU),
    _ensemble("ensemble_with_optimization", "TRT118", TWO_STEPS, more="optimization { }"),
    _groups("automatic_group", "", "instance_group { }"),
    _groups("two_groups", "", f"{CPU} instance_group {{ kind: KIND_CPU count: 2 }}"),
    _groups("cpu_with_gpus", "TRT120", "instance_group { kind: KIND_CPU gpus: [0] }"),
    _groups("model_with_gpus", "TRT120", "instance_group { kind: KIND_MODEL gpus: [0] }"),
    _groups("automatic_with_gpus", "TRT120", "instance_group { gpus: [0] }"),
    _groups("gpu_without_gpu", "TRT121", "instance_group { kind: KIND_GPU gpus: [0] }"),
    _groups("any_gpu_without_gpu", "TRT121", "instance_group { kind: KIND_GPU }"),
    _groups("profile_without_tensorrt", "TRT122", 'instance_group { kind: KIND_CPU profile: "0" }'),
    _tensor("any_size", "", "data_type: TYPE_STRING dims: [-1]"),
    _tensor("no_type", "TRT123", "dims: [4]"),
    _tensor("no_dims", "TRT123", "data_type: TYPE_FP32"),
    _tensor("zero_dim", "TRT123", "data_type: TYPE_FP32 dims: [0]"),
    _tensor("scalar_of_batch", "", "data_type: TYPE_FP32 dims: [1] reshape { }"),
    _tensor("scalar_of_four", "TRT123", "data_type: TYPE_FP32 dims: [4] reshape { }"),
    _tensor("scalar_without_batch", "TRT123", "data_type: TYPE_FP32 dims: [1] reshape { }", batch=""),
    _tensor("reshaped", "", "data_type: TYPE_FP32 dims: [2, 4, -1, 6] reshape { shape: [8, -1, 1, 6] }"),
    _tensor(
        "reshaped_in_parts", "TRT123", "data_type: TYPE_FP32 dims: [2, -1, 3] reshape { shape: [3, -1, 2] }"
    ),
    _tensor("reshaped_to_more", "TRT123", "data_type: TYPE_FP32 dims: [4] reshape { shape: [8] }"),
    _tensor("image", "", "data_type: TYPE_FP32 format: FORMAT_NCHW dims: [3, 4, 4]"),
    _tensor("flat_image", "TRT124", "data_type: TYPE_FP32 format: FORMAT_NHWC dims: [4]"),
    _tensor("shape_tensor", "TRT125", "data_type: TYPE_INT32 dims: [4] is_shape_tensor: true"),
    _model(
        "batch_input",
        "",
        'batch_input { kind: BATCH_ELEMENT_COUNT target_name: "N" data_type: TYPE_FP32 source_input: "X" }',
    ),
    _model(
        "batch_input_of_two",
        "TRT126",
        'batch_input { target_name: "N" data_type: TYPE_FP32 source_input: ["X", "X"] }',
    ),
    _model(
        "batch_input_as_int64",
        "TRT126",
        'batch_input { target_name: "N" data_type: TYPE_INT64 source_input: "X" }',
    ),
    _model("batch_output_unknown", "TRT126", 'batch_output { target_name: "Z" source_input: "X" }'),
    _model("batch_output_twice", "TRT126", 'batch_output { target_name: ["Y", "Y"] source_input: "X" }'),
    Case("no_backend", "TRT127", f"{BATCH} {TENSORS}", code=""),
    _ensemble("unknown_input", "TRT128", _step("plain", "X", "Y").replace('key: "X"', 'key: "Q"')),
    _ensemble("batch_above_step", "TRT128", TWO_STEPS, batch="max_batch_size: 16"),
    _ensemble(
        "other_type",
        "TRT128",
        TWO_STEPS,
        io=TENSORS.replace('"X" data_type: TYPE_FP32', '"X" data_type: TYPE_INT64'),
    ),
    _ensemble("other_shape", "TRT128", TWO_STEPS, io=f"{INPUT} {OUTPUT.replace('[4]', '[5]')}"),
    _ensemble("wild_shape", "", TWO_STEPS, io=TENSORS.replace("dims: [4]", "dims: [-1]")),
    _ensemble("step_without_batch", "", _step("no_batch", "X", "Y")),
    _ensemble("step_without_batch_whole", "", _step("no_batch", "X", "Y"), batch="", io=TENSORS),
    _ensemble("one_decoupled", "", _step("decoupled", "X", "middle") + _step("plain", "middle", "Y")),
    _ensemble(
        "two_decoupled",
        "TRT128",
        _step("decoupled", "X", "Y") + _step("plain", "X", "Z"),
        io=TENSORS + ' output { name: "Z" data_type: TYPE_FP32 dims: [4] }',
    ),
    _model("other_name", "TRT129", 'name: "another"'),
    _ensemble("missing_model", "TRT129", _step("nobody", "X", "Y")),
    _ensemble("missing_version", "TRT129", _step("plain", "X", "Y", version=7)),
    _ensemble("unset_version", "TRT129", _step("plain", "X", "Y", version=0)),
    _ensemble("given_version", "", _step("plain", "X", "Y", version=1)),
    _ensemble("needs_itself", "TRT129", _step("needs_itself", "X", "Y")),
    _ensemble("circle_one", "TRT129", _step("circle_two", "X", "Y")),
    _ensemble("circle_two", "TRT129", _step("circle_one", "X", "Y")),
    _ensemble("of_refused", "TRT129", _step("preferred_zero", "X", "Y")),
    _ensemble("of_ensemble", "", _step("chain", "X", "Y")),
    _model("all_versions", "", "version_policy { all { } }"),
    _model("no_latest", "TRT130", "version_policy { latest { num_versions: 0 } }"),
    _model("absent_version", "TRT130", "version_policy { specific { versions: [3] } }"),
    _model("one_of_two_versions", "", "version_policy { specific { versions: [1, 3] } }"),
    Case("leading_zero", "TRT130", f"{PYTHON} {BATCH} {TENSORS} {CPU}", versions=("01",)),
    _model(
        "warm",
        "",
        _warmup("", "dims: [-1] zero_data: true"),
    ),
    _model(
        "warm_any_size",
        "TRT132",
        _warmup("batch_size: 1", "dims: [-1] zero_data: true"),
    ),
    _model(
        "warm_without_data",
        "TRT132",
        _warmup("batch_size: 1", "dims: [4]"),
    ),
    _sequence("state", "", STATE % 'name: "s" data_type: TYPE_FP32 dims: [2] zero_data: true'),
    _sequence("state_without_name", "TRT133", STATE % "data_type: TYPE_FP32 dims: [2] zero_data: true"),
    _sequence(
        "state_of_other_type", "TRT133", STATE % 'name: "s" data_type: TYPE_INT32 dims: [2] zero_data: true'
    ),
    _sequence(
        "state_of_other_shape", "TRT133", STATE % 'name: "s" data_type: TYPE_FP32 dims: [3] zero_data: true'
    ),
    _sequence("state_without_data", "TRT133", STATE % 'name: "s" data_type: TYPE_FP32 dims: [2]'),
    _sequence(
        "own_batching",
        "TRT134",
        START,
        'parameters { key: "TRITON_BATCH_STRATEGY_PATH" value { string_value: "/nowhere.so" } }',
    ),
    _model("no_label_file", "TRT135", io=TENSORS.replace('"Y" ', '"Y" label_filename: "labels.txt" ')),
)


def write_repository(folder: Path, cases: Iterable[Case] = CASES) -> Path:
    """A model repository with all cases; models have code, ensembles only need the version's folder."""
    for case in cases:
        (folder / case.name).mkdir(parents=True)
        (folder / case.name / "config.pbtxt").write_text(case.config)
        for version in case.versions:
            (folder / case.name / version).mkdir()
            if case.code:
                (folder / case.name / version / "model.py").write_text(case.code)
    return folder

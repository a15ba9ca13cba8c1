"""R12 to R15: the sequence batcher.

Source: triton-inference-server/core:src/model_config_utils.cc, GetBooleanSequenceControlProperties,
GetTypedSequenceControlProperties and ValidateModelConfig.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.batching import sizes_within
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

_PAIRS = ("int32_false_true", "fp32_false_true", "bool_false_true")
_CORRID_TYPES = {"UINT64", "INT64", "UINT32", "INT32", "STRING"}
_CONTROLS: Path = ("sequenceBatching", "controlInputs")


def _controls(config: ModelConfig) -> Iterator[tuple[Path, str, Message]]:
    """Each control with its path and its kind (START, READY, END, CORRID)."""
    for tensor in config.sequence_batching.control_input:
        for index, control in enumerate(tensor.control):
            kind = value_name(control, "kind").removeprefix("CONTROL_SEQUENCE_")
            yield (*_CONTROLS, tensor.name, index), kind, control


def control_names(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R12: control tensors have names, each its own, and a kind is told by one tensor only."""
    names = Counter(tensor.name for tensor in config.sequence_batching.control_input)
    for name, count in names.items():
        if not name:
            yield Flaw(_CONTROLS, "a control tensor has no name", "name the model's input it is sent to")
        elif count > 1:
            yield Flaw(
                (*_CONTROLS, name), f"control tensor {name} is given {count} times", "list its kinds together"
            )
    seen: set[str] = set()
    for path, kind, _ in _controls(config):
        if kind in seen:
            yield Flaw(path, f"the control {kind} is given twice", "keep one of them")
        seen.add(kind)


def control_values(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R12: START, READY and END have exactly one pair of values for no and yes."""
    for path, kind, control in _controls(config):
        if kind == "CORRID":
            continue
        given = [pair for pair in _PAIRS if len(getattr(control, pair))]
        if len(given) != 1:
            what = "several kinds of values" if given else "no values"
            fix = "give one of int32FalseTrue, fp32FalseTrue, boolFalseTrue, e.g. int32FalseTrue: [0, 1]"
            yield Flaw(path, f"the control {kind} has {what} for no and yes", fix)
        elif len(getattr(control, given[0])) != 2:
            yield Flaw(
                path, f"the control {kind} needs exactly two values", "first the one for no, then for yes"
            )


def correlation_id(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R13: CORRID has no values for no and yes, and a type that can hold an id."""
    for path, kind, control in _controls(config):
        if kind != "CORRID":
            continue
        if any(len(getattr(control, pair)) for pair in _PAIRS):
            yield Flaw(path, "the correlation id is no yes-or-no value", "leave out the …FalseTrue fields")
        data_type = value_name(control, "data_type").removeprefix("TYPE_")
        if data_type not in _CORRID_TYPES:
            fix = f"use one of {', '.join(sorted(_CORRID_TYPES))}"
            yield Flaw((*path, "dataType"), f"a correlation id cannot be {data_type}", fix)


def oldest_sizes(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R14: preferred sizes of the strategy oldest lie between 1 and the maximum batch size."""
    sizes = config.sequence_batching.oldest.preferred_batch_size
    yield from sizes_within(
        sizes, config.max_batch_size, ("sequenceBatching", "oldest", "preferredBatchSizes")
    )


def slot_utilization(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R15: the share of slots worth running for lies between 0 and 1."""
    share = config.sequence_batching.direct.minimum_slot_utilization
    if not 0 <= share <= 1:
        path = ("sequenceBatching", "direct", "minimumSlotUtilization")
        yield Flaw(path, f"minimumSlotUtilization is {share:g}", "use a share from 0 to 1")

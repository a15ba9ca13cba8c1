"""R32 to R35: what Triton refuses only once the model loads, and is plain from the configuration.

Source: triton-inference-server/core:src/backend_model_instance.cc, GenerateWarmupData;
src/sequence_batch_scheduler/sequence_batch_scheduler.cc, Create and GenerateInitialStateData;
src/backend_model.cc, TritonModel::Create; src/model.cc, Model::Init.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

_ANY = -1


def warmup(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R32: a warm-up sample that is on gives every size, and says where its data come from."""
    for index, sample in enumerate(config.model_warmup):
        for name in sorted(sample.inputs) if sample.batch_size else ():
            path = ("warmup", index, "inputs", name)
            if _ANY in sample.inputs[name].dims:
                yield Flaw((*path, "dims"), "dimension -1 of a warm-up request needs a size", "give a size")
            if sample.inputs[name].WhichOneof("input_data_type") is None:
                yield Flaw(path, "a warm-up input needs data", "set zeroData, randomData or dataFile")


def initial_states(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R33: a state starts with at most one value, of its type and shape."""
    seen: set[str] = set()
    for index, state in enumerate(config.sequence_batching.state):
        path = ("sequenceBatching", "states", index, "initialState")
        if len(state.initial_state) > 1:
            yield Flaw(path, f"there are {len(state.initial_state)} initial states", "keep one")
        elif state.initial_state:
            yield from _initial_state(state, state.initial_state[0], (*path, 0))
            if state.input_name in seen:
                yield Flaw(path, f"state {state.input_name} has an initial value already", "keep one")
            seen.add(state.input_name)


def _initial_state(state: Message, initial: Message, path: Path) -> Iterator[Flaw]:
    if initial.data_type != state.data_type:
        given, wanted = (value_name(each, "data_type").removeprefix("TYPE_") for each in (initial, state))
        yield Flaw(
            (*path, "dataType"), f"the initial value is {given}, the state {wanted}", "use the state's"
        )
    if not initial.name:
        yield Flaw((*path, "name"), "an initial value needs a name", "set name")
    if _ANY in initial.dims:
        yield Flaw((*path, "dims"), "dimension -1 of an initial value needs a size", "give a size")
    elif len(initial.dims) != len(state.dims) or any(
        wanted not in (_ANY, given) for given, wanted in zip(initial.dims, state.dims, strict=True)
    ):
        message = f"the initial value is {list(initial.dims)}, the state {list(state.dims)}"
        yield Flaw((*path, "dims"), message, "use the state's dimensions")
    if initial.WhichOneof("state_data") is None:
        yield Flaw(path, "an initial value needs data", "set zeroData or dataFile")


def batch_strategy(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R34: a batching library of one's own does not go with the sequence batcher."""
    key = "TRITON_BATCH_STRATEGY_PATH"
    if config.HasField("sequence_batching") and key in config.parameters:
        yield Flaw(
            ("parameters", key), "the sequence batcher takes no other batching library", "leave it out"
        )


def label_files(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R35: a label file is in the model's folder. One in a folder below it is not looked for."""
    layout = facts.layouts.get(config.name)
    if layout is None:
        return
    for output in config.output:
        file = output.label_filename
        if file and "/" not in file and file not in layout.beside:
            yield Flaw(
                ("outputs", output.name, "labels"), f"there is no file {file}", "add it to the model's folder"
            )

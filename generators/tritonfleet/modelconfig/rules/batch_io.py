"""R26: tensors derived from a batch.

Source: triton-inference-server/core:src/model_config_utils.cc, ValidateBatchIO.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

_COUNT_TYPES = {"TYPE_INT32", "TYPE_FP32"}


def batch_inputs(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R26: a derived input counts one input of the model, as INT32 or FP32."""
    for index, batch in enumerate(config.batch_input):
        path = ("batchInputs", index)
        yield from _sources(config, batch, path)
        if value_name(batch, "data_type") not in _COUNT_TYPES:
            yield Flaw((*path, "dataType"), "a count is INT32 or FP32", "set dataType to one of them")


def batch_outputs(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R26: a split output follows one input of the model; its targets are outputs, each once."""
    outputs = {output.name for output in config.output}
    for index, batch in enumerate(config.batch_output):
        path = ("batchOutputs", index)
        yield from _sources(config, batch, path)
        targets = list(batch.target_name)
        for position, target in enumerate(targets):
            where = (*path, "targets", position)
            if target not in outputs:
                yield Flaw(where, f"the model has no output {target}", _use(outputs))
            elif target in targets[:position]:
                yield Flaw(where, f"output {target} is given twice", "name it once")


def _sources(config: ModelConfig, batch: Message, path: Path) -> Iterator[Flaw]:
    inputs = {tensor.name for tensor in config.input}
    if len(batch.source_input) != 1:
        yield Flaw(
            (*path, "sources"), f"expected one source, there are {len(batch.source_input)}", "name one input"
        )
    for position, source in enumerate(batch.source_input):
        if source not in inputs:
            yield Flaw((*path, "sources", position), f"the model has no input {source}", _use(inputs))


def _use(names: set[str]) -> str:
    return f"use {'one of ' if len(names) > 1 else ''}{', '.join(sorted(names))}" if names else ""

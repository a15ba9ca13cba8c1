"""R28: an ensemble against the models of its steps.

Source: triton-inference-server/core:src/ensemble_scheduler/ensemble_utils.cc, ValidateEnsembleConfig,
ValidateTensorMapping, ValidateTensorConsistency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.ensemble_graph import STEPS
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path
from tritonfleet.suggest import suggest

_ANY = -1


class _Shaped(NamedTuple):
    """A tensor as one model sees it; ``whole`` has the batch dimension too."""

    model: str
    data_type: str
    dims: tuple[int, ...]
    whole: tuple[int, ...]


class _Use(NamedTuple):
    """One entry of a step's mapping: a tensor of the ensemble meets a tensor of the step's model."""

    path: Path
    tensor: str
    theirs: Message


def steps_of(
    models: Mapping[str, ModelConfig],
) -> Iterator[tuple[str, ModelConfig, int, Message, ModelConfig]]:
    """(ensemble's name, ensemble, position, step, the step's model) for every step whose model is there."""
    for name, config in models.items():
        for index, step in enumerate(config.ensemble_scheduling.step):
            if step.model_name in models:
                yield name, config, index, step, models[step.model_name]


def batch_sizes(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R28: an ensemble's batches are no larger than its steps allow; a step without batches is no limit."""
    for name, ensemble, index, step, model in steps_of(models):
        if 0 < model.max_batch_size < ensemble.max_batch_size:
            message = (
                f"maxBatchSize {ensemble.max_batch_size} is above {model.max_batch_size}, "
                f"what {step.model_name} in step {index + 1} allows"
            )
            yield (
                name,
                Flaw(("maxBatchSize",), message, f"lower it to {model.max_batch_size}, or raise the model's"),
            )


def mappings(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R28: a step maps inputs and outputs that its model has, and every input that is not optional."""
    for name, _, index, step, model in steps_of(models):
        misspelt: list[str] = []
        for theirs, mapping, key in (
            (model.input, step.input_map, "inputs"),
            (model.output, step.output_map, "outputs"),
        ):
            if not theirs and facts.autocomplete:
                continue
            names = [tensor.name for tensor in theirs]
            for used in sorted(set(mapping) - set(names)):
                path = (*STEPS, index, key, used)
                misspelt.append(suggest(used, names))
                yield name, Flaw(path, f"{step.model_name} has no {key[:-1]} {used}", misspelt[-1])
        yield from ((name, flaw) for flaw in _unmapped(index, step, model, misspelt))


def _unmapped(index: int, step: Message, model: ModelConfig, misspelt: list[str]) -> Iterator[Flaw]:
    """Inputs that a step leaves out. One that a misspelt name was meant for is not reported twice."""
    for tensor in model.input if step.input_map else ():
        meant = f"did you mean `{tensor.name}`?" in misspelt
        if not tensor.optional and tensor.name not in step.input_map and not meant:
            message = f"the input {tensor.name} of {step.model_name} is not mapped"
            yield Flaw((*STEPS, index, "inputs"), message, f"add {tensor.name}: <a tensor of the ensemble>")


def consistency(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R28: whoever writes and reads a tensor agrees on its type and shape; -1 agrees with any size."""
    for name, ensemble in models.items():
        known = {
            tensor.name: _shaped(name, ensemble, tensor, of_ensemble=True)
            for tensor in (*ensemble.output, *ensemble.input)
        }
        for index, step in enumerate(ensemble.ensemble_scheduling.step):
            model = models.get(step.model_name)
            for use in _uses(index, step, model) if model is not None else ():
                ours = _shaped(step.model_name, model, use.theirs)
                difference = _difference(known.setdefault(use.tensor, ours), ours)
                if difference:
                    fix = f"let both models declare {use.tensor} alike"
                    yield name, Flaw(use.path, f"tensor {use.tensor}: {difference}", fix)


def _uses(index: int, step: Message, model: ModelConfig) -> Iterator[_Use]:
    for tensors, mapping, key in (
        (model.input, step.input_map, "inputs"),
        (model.output, step.output_map, "outputs"),
    ):
        for tensor in tensors:
            if tensor.name in mapping:
                yield _Use((*STEPS, index, key, tensor.name), mapping[tensor.name], tensor)


def _shaped(name: str, config: ModelConfig, tensor: Message, *, of_ensemble: bool = False) -> _Shaped:
    dims = tensor.reshape.shape if of_ensemble and tensor.HasField("reshape") else tensor.dims
    whole = (_ANY, *dims) if config.max_batch_size > 0 else tuple(dims)
    return _Shaped(name, value_name(tensor, "data_type").removeprefix("TYPE_"), tuple(dims), whole)


def _difference(one: _Shaped, other: _Shaped) -> str:
    if one.data_type != other.data_type:
        return f"{one.data_type} in {one.model}, but {other.data_type} in {other.model}"
    if _compatible(one.dims, other.dims) or _compatible(one.whole, other.whole):
        return ""
    return f"{list(one.whole)} in {one.model}, but {list(other.whole)} in {other.model}"


def _compatible(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return len(one) == len(other) and all(a == b or _ANY in (a, b) for a, b in zip(one, other, strict=True))

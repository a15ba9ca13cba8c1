"""R28: a step reads tensors of one decoupled model at most, for two do not answer equally often.

Source: triton-inference-server/core:src/ensemble_scheduler/ensemble_utils.cc, ValidateEnsembleConfig.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.ensemble_graph import STEPS
from tritonfleet.modelconfig.rules.problem import Facts, Flaw

_NONE = -1
"""Origin of tensors that come once a request."""


def decoupled(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R28: a step's inputs, and the ensemble's outputs, stem from one decoupled model or from none."""
    for name, config in models.items():
        origins, mixed = _origins(config, models)
        for index in mixed:
            step = config.ensemble_scheduling.step[index]
            message = f"{step.model_name} reads tensors that stem from different decoupled models"
            yield (
                name,
                Flaw((*STEPS, index, "inputs"), message, "join them in one model, or split the ensemble"),
            )
        if len({origins[output.name] for output in config.output if output.name in origins}) > 1:
            message = "the ensemble's outputs stem from different decoupled models"
            yield (
                name,
                Flaw(("outputs",), message, "let one decoupled model give them all, or split the ensemble"),
            )


def _origins(config: ModelConfig, models: Mapping[str, ModelConfig]) -> tuple[dict[str, int], list[int]]:
    """The decoupled step each tensor stems from, and the positions of steps whose inputs differ in it."""
    origins = {tensor.name: _NONE for tensor in config.input}
    waiting = dict(enumerate(config.ensemble_scheduling.step))
    mixed: list[int] = []
    while runnable := [i for i, step in waiting.items() if origins.keys() >= set(step.input_map.values())]:
        for index in runnable:
            step = waiting.pop(index)
            found = {origins[tensor] for tensor in step.input_map.values()} or {_NONE}
            if len(found) > 1:
                mixed.append(index)
            origin = index if _is_decoupled(step.model_name, models, frozenset()) else min(found)
            origins.update(dict.fromkeys(step.output_map.values(), origin))
    return origins, mixed


def _is_decoupled(name: str, models: Mapping[str, ModelConfig], seen: frozenset[str]) -> bool:
    """Whether a model answers any number of times; an ensemble does if one of its steps does."""
    config = models.get(name)
    if config is None or name in seen:
        return False
    if not config.HasField("ensemble_scheduling"):
        return bool(config.model_transaction_policy.decoupled)
    return any(
        _is_decoupled(step.model_name, models, seen | {name}) for step in config.ensemble_scheduling.step
    )

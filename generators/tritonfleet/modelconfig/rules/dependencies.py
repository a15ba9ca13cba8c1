"""R29: names, and the models an ensemble needs.

Source: triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc,
InitializeModelInfo, ConnectDependencyGraph, CircularDependencyCheck, CheckNode.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.ensemble_graph import STEPS
from tritonfleet.modelconfig.rules.ensemble_tensors import steps_of
from tritonfleet.modelconfig.rules.problem import Facts, Flaw
from tritonfleet.modelconfig.rules.versions import loaded
from tritonfleet.suggest import suggest

_LATEST = -1


def folder_names(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R29: a configuration that states a name states that of its folder."""
    for name, config in models.items():
        if config.name not in ("", name):
            message = f"the configuration says name {config.name}, its folder is {name}"
            yield name, Flaw((), message, f"write name: {name}, or rename the folder")


def present(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R29: the models of an ensemble's steps exist, in the version the step asks for."""
    for name, config in models.items():
        for index, step in enumerate(config.ensemble_scheduling.step):
            if step.model_name and step.model_name not in models:
                path = (*STEPS, index, "model")
                yield (
                    name,
                    Flaw(path, f"there is no model {step.model_name}", suggest(step.model_name, models)),
                )
    for name, _, index, step, model in steps_of(models):
        layout = facts.layouts.get(step.model_name)
        if step.model_version == _LATEST or layout is None:
            continue
        versions = loaded(model, layout)
        if step.model_version not in versions:
            shown = ", ".join(map(str, versions)) or "none"
            message = f"version {step.model_version} of {step.model_name} is not loaded (those are: {shown})"
            yield (
                name,
                Flaw((*STEPS, index, "version"), message, "use -1 for the latest, or mend its versionPolicy"),
            )


def circular(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R29: no ensemble needs itself."""
    for name in models:
        if (way := _way_back(name, models)) is not None:
            yield name, Flaw(STEPS, f"the ensemble needs itself: {' -> '.join(way)}", "break the circle")


def needs(config: ModelConfig) -> list[str]:
    """Names of the models an ensemble's steps use, in order, each once."""
    return list(dict.fromkeys(step.model_name for step in config.ensemble_scheduling.step))


def _way_back(start: str, models: Mapping[str, ModelConfig]) -> list[str] | None:
    """The models on a way from ``start`` back to it; None if there is no such way."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        for needed in needs(models[current]):
            if needed == start:
                way = [start, current] if current != start else [start]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return [*reversed(way), start] if current == start else list(reversed(way))
            if needed in models and needed not in came_from:
                came_from[needed] = current
                waiting.append(needed)
    return None

"""Running the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.dependencies import needs
from tritonfleet.modelconfig.rules.ensemble_graph import STEPS
from tritonfleet.modelconfig.rules.normalise import normalised
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Layout, ModelProblem, RateLimit
from tritonfleet.modelconfig.rules.table import OF_MODELS_TOGETHER, OF_ONE_MODEL

if TYPE_CHECKING:
    from tritonfleet.spec.model import Model

_INVALID_STEP = "TRT129"


def validate(
    messages: Mapping[str, ModelConfig],
    *,
    gpus: int | None = None,
    autocomplete: bool = True,
    layouts: Mapping[str, Layout] | None = None,
    rate_limit: RateLimit | None = None,
) -> list[ModelProblem]:
    """Every reason why a server would refuse to load these models together.

    messages: configurations by folder name, as they are in config.pbtxt.
    gpus: how many the server sees; None if that is not known.
    autocomplete: Triton's default; False is ``--disable-auto-complete-config``.
    layouts: the models' folders, as far as they are at hand.
    rate_limit: None while the server ignores rate limiters.

    Triton refuses a model exactly if it has a problem of severity error here, as far as backends and files do
    not matter. Triton stops at a model's first problem, this reports all, in the order of the models.
    """
    facts = Facts(gpus, autocomplete, layouts or {}, rate_limit)
    models = {name: normalised(name, m, facts.layouts.get(name)) for name, m in messages.items()}
    problems = [_problem(rule, name, flaw) for rule, name, flaw in _flaws(models, facts)]
    problems.extend(_in_vain(models, problems))
    order = {name: position for position, name in enumerate(models)}
    return sorted(problems, key=lambda problem: (order[problem.model], problem.rule))


def validate_models(
    models: Mapping[str, Model],
    *,
    gpus: int | None = None,
    autocomplete: bool = True,
    layouts: Mapping[str, Layout] | None = None,
    rate_limit: RateLimit | None = None,
) -> list[ModelProblem]:
    """The same for models of the fleet: their paths name instance groups by key instead of position."""
    # A check of manifests has messages, and no need of the spec's types.
    from tritonfleet.modelconfig.encode import to_message

    messages = {name: to_message(name, model) for name, model in models.items()}
    found = validate(messages, gpus=gpus, autocomplete=autocomplete, layouts=layouts, rate_limit=rate_limit)
    return [_with_group_key(problem, models[problem.model]) for problem in found]


def _flaws(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, str, Flaw]]:
    for name, config in models.items():
        for rule, look in OF_ONE_MODEL:
            yield from ((rule, name, flaw) for flaw in look(config, facts))
    for rule, look_at_all in OF_MODELS_TOGETHER:
        yield from ((rule, name, flaw) for name, flaw in look_at_all(models, facts))


def _problem(rule: str, model: str, flaw: Flaw) -> ModelProblem:
    return ModelProblem(rule, model, flaw.path, flaw.message, flaw.fix, flaw.severity)


def _in_vain(models: Mapping[str, ModelConfig], problems: list[ModelProblem]) -> Iterator[ModelProblem]:
    """R29: ensembles that will not load because a model of theirs will not."""
    refused = {problem.model for problem in problems if problem.severity is Severity.ERROR}
    while affected := [n for n, c in models.items() if n not in refused and refused.intersection(needs(c))]:
        for name in affected:
            steps = models[name].ensemble_scheduling.step
            index = next(i for i, step in enumerate(steps) if step.model_name in refused)
            message = f"Triton will refuse {steps[index].model_name}, and this ensemble with it"
            flaw = Flaw((*STEPS, index, "model"), message, "mend that model first")
            yield _problem(_INVALID_STEP, name, flaw)
        refused.update(affected)


def _with_group_key(problem: ModelProblem, model: Model) -> ModelProblem:
    match problem.path:
        case ("instanceGroups", int(index), *rest):
            return replace(problem, path=("instanceGroups", list(model.instance_groups)[index], *rest))
    return problem

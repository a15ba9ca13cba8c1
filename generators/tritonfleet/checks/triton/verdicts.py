"""What Triton would say of the model configurations in ConfigMaps, rule by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.rule import Breach, Inside, Verdicts
from tritonfleet.checks.triton.configs import ModelConfigFile
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.triton.sets import ModelSet, model_sets
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.modelconfig.rules import ModelProblem, RateLimit

_OF_OTHER_MODELS = ("there is no model ", "Triton will refuse ")
"""Problems that stand only where all models of the server are at hand."""


def check_of(rule_id: str) -> Callable[[World], Verdicts]:
    """The check of one of Triton's configuration rules (TRT102 …)."""

    def check(world: World) -> Verdicts:
        yield from world.derived(_breaches).get(rule_id, ())

    return check


def _breaches(world: World) -> dict[str, list[Breach]]:
    found: dict[str, list[Breach]] = defaultdict(list)
    seen: set[tuple[int, str, tuple[str | int, ...], str]] = set()
    known: dict[tuple[Any, ...], list[ModelProblem]] = {}
    for models in model_sets(world):
        for problem in _problems(models, known):
            file = models.models[problem.model]
            what = (id(file), problem.rule, problem.path, problem.message)
            if what not in seen:
                seen.add(what)
                found[problem.rule].append(_breach(problem, file, models))
    return found


def _problems(models: ModelSet, known: dict[tuple[Any, ...], list[ModelProblem]]) -> list[ModelProblem]:
    """The problems of models that are loaded together; sets that are alike are judged once."""
    server = models.server
    facts = (server.gpus, _autocompletes(server), rate_limit(server)) if server else (None, True, None)
    texts = tuple((name, file.text) for name, file in models.models.items())
    what = (texts, str(facts), str(models.layouts), models.complete)
    if what not in known:
        known[what] = list(_judged(models, *facts))
    return known[what]


def _autocompletes(server: Server) -> bool:
    return server.flag("disable-auto-complete-config") is None


def _judged(
    models: ModelSet, gpus: int | None, autocomplete: bool, limit: RateLimit | None
) -> Iterator[ModelProblem]:
    from tritonfleet.modelconfig.rules import validate

    messages = {name: file.message for name, file in models.models.items()}
    problems = validate(
        messages,
        gpus=gpus,
        autocomplete=autocomplete,
        layouts=models.layouts,
        rate_limit=limit,
    )
    return (p for p in problems if models.complete or not p.message.startswith(_OF_OTHER_MODELS))


def rate_limit(server: Server) -> RateLimit | None:
    """What the server's flags say of rate limiting; None while it ignores the models' rate limiters."""
    from tritonfleet.checks.triton.arguments import as_number
    from tritonfleet.modelconfig.rules import RateLimit

    mode = server.text("rate-limit", "off")
    if mode is None or mode.lower() != "execution_count":
        return None
    amounts: dict[tuple[str, int | None], int] = {}
    for flag in server.flags("rate-limit-resource"):
        name, _, rest = (flag.text or "").partition(":")
        count, _, device = rest.partition(":")
        amounts[name, as_number(device) if device else None] = as_number(count) or 0
    return RateLimit(amounts)


def _breach(problem: ModelProblem, file: ModelConfigFile, models: ModelSet) -> Breach:
    from tritonfleet.checks.triton.places import in_tritons_words, locate

    related = (models.server.resource,) if models.server else ()
    message = f"model {problem.model}: {in_tritons_words(problem.message)}"
    inside = locate(file.text, problem.path) if problem.path else Inside(1)
    fix = in_tritons_words(problem.fix)
    return Breach(file.config_map, file.path, message, fix, problem.severity, inside, related)

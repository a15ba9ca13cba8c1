"""The first look at a service: resolve it everywhere, hold it against every rule, note what it asks of the pools."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.repository import read_model
from tritonfleet.modelconfig.rules import Layout, RateLimit, validate_models
from tritonfleet.pipeline.records import ExaminedRecord
from tritonfleet.pipeline.require import require
from tritonfleet.planner.usage import demand_of
from tritonfleet.spec.consistency import Broken, check_environment, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService, resolve_service
from tritonfleet.spec.server import Server


def examine(file: FleetFile, name: str) -> ExaminedRecord:
    """Resolve and check one service. Raises InputError with every mistake that makes it unusable."""
    resolved = resolve_service(file, name)
    broken = [found for environment in resolved.values() for found in check_environment(file, environment)]
    require(file, broken)
    broken += [found for environment in resolved.values() for found in _models(file, environment)]
    warnings = require(file, broken)
    demands = {}
    for environment in resolved.values():
        asked = demand_of(environment.services[name], environment)
        if asked:
            demands[environment.name] = asked
    return ExaminedRecord(demands, warnings)


def _models(file: FleetFile, environment: ResolvedEnvironment) -> Iterator[Broken]:
    """Triton's own rules over the models that one server loads."""
    for service in environment.services.values():
        server = service.spec.server
        limit = _rate_limit(server)
        problems = validate_models(
            service.models,
            gpus=service.spec.visible_gpus,
            autocomplete=server.auto_complete_config,
            layouts=_layouts(file, service),
            rate_limit=limit,
        )
        for problem in problems:
            path = written_at(environment, problem.model, *problem.path, section="models")
            message = f"model {problem.model}: {problem.message}"
            yield Broken(problem.rule, path, message, problem.fix, problem.severity)


def _rate_limit(server: Server) -> RateLimit | None:
    """What the server's flags say of rate limiting; None while it ignores the models' rate limiters."""
    if server.rate_limit == "off":
        return None
    return RateLimit({(name, None): count for name, count in server.rate_limit_resources.items()})


def _layouts(file: FleetFile, service: ResolvedService) -> dict[str, Layout]:
    """The folders of models whose files are what the server will load: those that travel in ConfigMaps."""
    if service.spec.repository.config_map is None:
        return {}
    folders = {name: file.root / model.files for name, model in service.models.items() if model.files}
    return {name: read_model(folder).layout for name, folder in folders.items()}

"""Services that serve one model from one repository agree on its buckets: only one config.pbtxt lies there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.buckets import FAMILY, bound_text
from tritonfleet.planner.slo_models import models_with_buckets
from tritonfleet.spec.consistency.broken import Broken
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedService, resolve_service

Shared = dict[tuple[str, str, str], list[tuple[str, tuple[float, ...]]]]
"""Environment, repository and model → each service that serves it from there, with the model's buckets."""


def check_shared_models(file: FleetFile) -> Iterator[Broken]:
    """In one environment, a model of one repository has the same buckets for each service."""
    for (environment, _, model), users in _shared(file).items():
        first, *others = users
        for service, buckets in others:
            if buckets != first[1]:
                message = (
                    f"environment {environment}: {first[0]} and {service} serve {model} from one repository, and their "
                    f"objectives ask for other buckets: {_text(first[1])} and {_text(buckets)}"
                )
                fix = f"write one list that holds both objectives into models.{model}.metrics"
                yield Broken("FLT068", ("models", model), message, fix, Severity.WARNING)


def _shared(file: FleetFile) -> Shared:
    """Only services with a model that another one has too are looked at."""
    services = file.fleet.services
    used = Counter(model for service in services.values() for model in service.models)
    found: Shared = defaultdict(list)
    for name, service in services.items():
        if service.repository.config_map is None and any(used[model] > 1 for model in service.models):
            for environment in resolve_service(file, name).values():
                if not environment.is_base:
                    _add(found, environment.name, environment.services[name])
    return {key: users for key, users in found.items() if len(users) > 1}


def _add(found: Shared, environment: str, service: ResolvedService) -> None:
    repository = service.spec.repository.model_dump_json(exclude_none=True)
    for name, model in models_with_buckets(service).items():
        metric = (model.metrics or {}).get(FAMILY)
        found[environment, repository, name].append(
            (service.name, tuple(metric.buckets or ()) if metric else ())
        )


def _text(buckets: tuple[float, ...]) -> str:
    return f"{', '.join(map(bound_text, buckets))} ms" if buckets else "Triton's own"

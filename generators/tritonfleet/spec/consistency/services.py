"""Services: what each loads, exposes and is given fits together."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.charts.workload import Limits
from tritonfleet.planner import timing
from tritonfleet.planner.memory import shared_memory
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, unknown, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import suggest

LONGEST_SECONDS = 86_400
"""The longest time that the chart's values take."""


def _known_override_models(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    for index, model in enumerate(service.spec.models):
        if model not in service.models and not environment.is_base:
            path = written_at(environment, service.name, "models", index)
            yield unknown("FLT001", path, "model", model, file.fleet.models)


def _ensembles_whole(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    for name, model in service.models.items():
        steps = model.ensemble.steps if model.ensemble else []
        for step in steps:
            if step.model in service.models:
                continue
            known = step.model in file.fleet.models
            message = f"service {service.name} loads ensemble {name}, but not its step {step.model}"
            fix = (
                f"add {step.model} to the service's models"
                if known
                else suggest(step.model, file.fleet.models)
            )
            yield Broken("FLT002", written_at(environment, service.name, "models"), message, fix)


def _ways_in_exist(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    cluster, expose = environment.cluster, service.spec.expose
    if cluster is None:
        return
    wanted = {"ingress": expose.ingress, "httpRoute": expose.http_route, "grpcRoute": expose.grpc_route}
    for field, way in wanted.items():
        needs = "ingress" if field == "ingress" else "gateway"
        if way is not None and getattr(cluster, needs) is None:
            message = (
                f"environment {environment.name}: cluster {environment.cluster_name} declares no {needs}"
            )
            path = written_at(environment, service.name, "expose", field)
            yield Broken("FLT010", path, message, f"declare clusters.{environment.cluster_name}.{needs}")


def _files_at_hand(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if service.spec.repository.config_map is None:
        return
    for name, model in service.models.items():
        if model.is_ensemble:
            continue
        folder = file.root / model.files if model.files else None
        if folder is None or not folder.is_dir():
            what = f"folder {model.files} is not there" if model.files else "`files` is missing"
            message = f"service {service.name} carries its models in ConfigMaps, but model {name}: {what}"
            yield Broken("FLT011", ("models", name), message, "name the folder with its versions in `files`")


def _memory_holds_shm(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    declared = service.spec.resources
    limit = declared.limits.memory or declared.requests.memory or Limits().memory
    size = shared_memory(service.models, service.spec.visible_gpus).value
    if limit and limit.bytes <= size * 1024**2:
        message = f"service {service.name}: /dev/shm of {size} MiB counts against the memory limit of {limit}"
        yield Broken(
            "FLT016", written_at(environment, service.name, "resources"), message, "raise limits.memory"
        )


def _bounded_times(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """Times that a pod is given are at most a day; a longer one is a wrong unit."""
    spec = service.spec
    times = (
        ("server", "exitTimeout", timing.exit_timeout(spec)),
        ("shutdown", "propagation", timing.pre_stop(spec)),
        ("shutdown", "unload", timing.unload(spec)),
        ("models", None, timing.startup_budget(service.models)),
    )
    for field, key, time in times:
        if time.value > LONGEST_SECONDS:
            path = written_at(environment, service.name, field, *([key] if key else []))
            message = f"service {service.name}: {time.value} s is more than a day ({time.reason})"
            yield Broken("FLT020", path, message, "check the unit")


RULES: tuple[ServiceRule, ...] = (
    _known_override_models,
    _ensembles_whole,
    _ways_in_exist,
    _files_at_hand,
    _memory_holds_shm,
    _bounded_times,
)

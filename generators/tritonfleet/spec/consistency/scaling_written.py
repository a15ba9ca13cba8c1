"""Scaling: the signal is one that this server writes, of its own load, and a target for it is known."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.errors import InputError
from tritonfleet.planner.placing.demand import profile_rows
from tritonfleet.planner.scaling.choice import PENDING_SINCE, choose
from tritonfleet.planner.scaling.load import measured_as_run
from tritonfleet.planner.scaling.triggers import triggers_of
from tritonfleet.planner.scaling.types import Given
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.scaling import Signal


def _written(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling, cluster = service.spec.scaling, environment.cluster
    if scaling is None or cluster is None or scaling.owner in ("external", "kpa"):
        return
    signal = choose(service, cluster, Given()).value
    problem = _not_written(service, signal) or _no_target(file, environment, service, signal)
    if problem:
        path = written_at(environment, service.name, "scaling", "on")
        yield Broken("FLT077", path, f"{named(environment, service)}: {problem[0]}", problem[1])


def _not_written(service: ResolvedService, signal: Signal) -> tuple[str, str] | None:
    spec, scaling = service.spec, service.spec.scaling
    release = spec.image.triton_release
    if signal == "pending" and release is not None and release < PENDING_SINCE:
        message = f"Triton {release[0]}.{release[1]:02} does not count waiting requests: 23.09 is the first"
        return message, "scale on queue-time or concurrency"
    if signal == "cpu" and not (spec.resources.requests.cpu or spec.resources.limits.cpu):
        message = "a utilisation of CPU is a share of what is requested, and nothing is"
        return message, "state resources.requests.cpu"
    if signal != "gpu":
        return None
    if spec.gpu is None:
        return "it has no GPU to be busy", "scale on cpu or concurrency"
    if spec.gpu.share:
        message = "a shared GPU is measured whole: others' load would start pods of this service"
        return message, "scale on queue-time or concurrency"
    if scaling and scaling.owner == "hpa":
        return "series of GPUs have no label of the service that an HPA could choose by", "use owner keda"
    return None


def _no_target(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService, signal: Signal
) -> tuple[str, str] | None:
    profile, scaling = service.spec.profile, service.spec.scaling
    if scaling is None or scaling.target is not None:
        return None
    measured = measured_as_run(service, profile_rows(profile, file.root)) if profile else None
    try:
        triggers_of(service, environment.cluster, signal, Given(measured=measured))
    except InputError as error:
        problem = error.problems[0]
        return problem.message.removeprefix(f"service {service.name}: "), problem.fix
    return None


RULES: tuple[ServiceRule, ...] = (_written,)

"""Scaling: between bounds that find a place, on the pool and beside the others that sit there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.scaling.bounds import fitting
from tritonfleet.planner.scaling.room import Room
from tritonfleet.planner.usage import placement_of
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.words import count


def check_room(scaled: Iterable[tuple[ResolvedEnvironment, ResolvedService, Room]]) -> Iterator[Broken]:
    """No autoscaler is told to keep, or to make, more pods than find a place beside those of other services.

    What is too much for the pool alone is a matter of ``RULES``.
    """
    for environment, service, room in scaled:
        placement = placement_of(service, environment)
        if placement is None:
            continue
        for broken in _against(environment, service, room):
            asked = _asked(service, broken.rule)
            if asked is not None and asked <= placement.pods:
                yield broken


def _against(environment: ResolvedEnvironment, service: ResolvedService, room: Room) -> Iterator[Broken]:
    spec = service.spec
    most, fits = spec.replicas + room.free_pods, fitting(spec, room)
    least_asked, most_asked = _asked(service, "FLT070"), _asked(service, "FLT071")
    if least_asked and least_asked > most:
        yield _too_few(environment, service, f"{room.where} has room for {count(most, 'pod')}", most)
    elif most_asked and most_asked > fits:
        others = f" while {count(room.sharers - 1, 'other service')} may grow too" if room.sharers > 1 else ""
        yield _too_many(
            environment, service, f"{room.where} has room for {fits} beside a rollout{others}", fits
        )


def _bounds(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    """The bounds against a pool that nobody else uses."""
    placement = placement_of(service, environment)
    if placement is None:
        return
    room = f"pool {placement.pool_name} has room for {count(placement.pods, 'pod')}"
    least, most = _asked(service, "FLT070"), _asked(service, "FLT071")
    if least and least > placement.pods:
        yield _too_few(environment, service, room, placement.pods)
    elif most and most > placement.pods:
        yield _too_many(environment, service, room, placement.pods)


def _order(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    """A minimum that is left out is the replicas; a stated one is held against the maximum by the type."""
    scaling, replicas = service.spec.scaling, service.spec.replicas
    most = _asked(service, "FLT071")
    if scaling and most and scaling.min is None and most < replicas:
        message = f"service {service.name}: scaling.max is {most}, and scaling.min, left out, is {replicas}: replicas"
        path = written_at(environment, service.name, "scaling", "max")
        yield Broken("FLT070", path, message, f"state scaling.min, or raise scaling.max to {replicas}")


def _asked(service: ResolvedService, rule: str) -> int | None:
    """The bound that a rule is about; None where it is not stated, or somebody else scales."""
    scaling = service.spec.scaling
    if scaling is None or scaling.owner == "external":
        return None
    return scaling.min if rule == "FLT070" else scaling.max


def _too_few(environment: ResolvedEnvironment, service: ResolvedService, room: str, most: int) -> Broken:
    message = f"{named(environment, service)}: scaling.min is {_asked(service, 'FLT070')}, and {room}"
    path = written_at(environment, service.name, "scaling", "min")
    return Broken("FLT070", path, message, f"set it to {most} or less, or add nodes to the pool")


def _too_many(environment: ResolvedEnvironment, service: ResolvedService, room: str, most: int) -> Broken:
    message = f"{named(environment, service)}: scaling.max is {_asked(service, 'FLT071')}, and {room}"
    path = written_at(environment, service.name, "scaling", "max")
    return Broken("FLT071", path, message, f"set it to {most}, or leave it out", Severity.WARNING)


RULES: tuple[ServiceRule, ...] = (_order, _bounds)

"""Names: every one that is used exists, and none is used for two things."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.spec.consistency.broken import Broken, unknown
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.raw import texts
from tritonfleet.spec.resolve import BASE, CLUSTERS, PLATFORM

OBJECT_SUFFIXES = ("headless", "metrics", "test")
"""What charts/triton puts after a service's name to name its further objects."""


def check_names(file: FleetFile) -> Iterator[Broken]:
    """Rules that need no environment to be resolved; only when they hold can environments be."""
    for rule in RULES:
        yield from rule(file)


def _known_models(file: FleetFile) -> Iterator[Broken]:
    for name, service in file.raw["services"].items():
        for index, model in enumerate(service["models"]):
            if model not in file.fleet.models:
                yield unknown(
                    "FLT001", ("services", name, "models", index), "model", model, file.fleet.models
                )


def _used_models(file: FleetFile) -> Iterator[Broken]:
    loaded = {model for service in file.raw["services"].values() for model in service["models"]}
    for environment in file.fleet.environments.values():
        for override in environment.overrides.services.values():
            loaded.update(texts(override, "models"))
    for model in file.fleet.models:
        if model not in loaded:
            message = f"no service loads model {model}"
            yield Broken(
                "FLT003", ("models", model), message, "load it in a service, or remove it", Severity.WARNING
            )


def _known_clusters(file: FleetFile) -> Iterator[Broken]:
    for name, environment in file.fleet.environments.items():
        if environment.cluster not in file.fleet.clusters:
            path: Key = ("environments", name, "cluster")
            yield unknown("FLT004", path, "cluster", environment.cluster, file.fleet.clusters)


def _known_overrides(file: FleetFile) -> Iterator[Broken]:
    fleet = file.fleet
    for name, environment in fleet.environments.items():
        base: Key = ("environments", name)
        for service in environment.overrides.services:
            if service not in fleet.services:
                path = (*base, "overrides", "services", service)
                yield unknown("FLT005", path, "service", service, fleet.services)
        for model in environment.overrides.models:
            if model not in fleet.models:
                yield unknown("FLT005", (*base, "overrides", "models", model), "model", model, fleet.models)
        for index, service in enumerate(environment.exclude):
            if service not in fleet.services:
                yield unknown("FLT006", (*base, "exclude", index), "service", service, fleet.services)


def _own_namespaces(file: FleetFile) -> Iterator[Broken]:
    owners: dict[tuple[str, str], str] = {}
    for name, environment in file.fleet.environments.items():
        place_of = (environment.cluster, environment.namespace)
        if place_of in owners:
            message = f"namespace {place_of[1]} of cluster {place_of[0]} is environment {owners[place_of]}'s already"
            yield Broken("FLT012", ("environments", name, "namespace"), message, "use a namespace of its own")
        owners.setdefault(place_of, name)


def _free_names(file: FleetFile) -> Iterator[Broken]:
    taken = (("services", PLATFORM), ("environments", BASE), ("environments", CLUSTERS))
    for section, name in taken:
        if name in getattr(file.fleet, section):
            message = f"`{name}` is tritonfleet's own name beside your {section}"
            yield Broken("FLT017", (section, name), message, "choose another name")


def _own_objects(file: FleetFile) -> Iterator[Broken]:
    """The chart names objects after the service, with a suffix: that name cannot be another service's."""
    services = file.fleet.services
    for name in services:
        for suffix in OBJECT_SUFFIXES:
            if f"{name}-{suffix}" in services:
                message = f"service {name} has objects called {name}-{suffix}, and so would this service"
                yield Broken("FLT019", ("services", f"{name}-{suffix}"), message, "choose another name")


def _own_applications(file: FleetFile) -> Iterator[Broken]:
    """Applications are called after environment and service: ``a-b`` with ``c`` and ``a`` with ``b-c`` are one."""
    owners: dict[str, str] = {}
    for name, environment in file.fleet.environments.items() if file.fleet.gitops else ():
        for service in (PLATFORM, *(s for s in file.fleet.services if s not in environment.exclude)):
            owner = owners.setdefault(f"{name}-{service}", f"service {service} of environment {name}")
            if owner != f"service {service} of environment {name}":
                message = f"service {service} here would be the Application {name}-{service}, as {owner} is"
                yield Broken("FLT039", ("environments", name), message, "rename one of them")


RULES = (
    _known_models,
    _used_models,
    _known_clusters,
    _known_overrides,
    _own_namespaces,
    _free_names,
    _own_objects,
    _own_applications,
)

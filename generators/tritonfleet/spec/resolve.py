"""From a Fleet to its environments: defaults and overrides merged, every name resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.environment import Environment
from tritonfleet.spec.explain import problems_of
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.model import Model
from tritonfleet.spec.service import Service


@dataclass(frozen=True, slots=True)
class ResolvedService:
    """A service as one environment runs it (or as the base has it), with the models it loads."""

    name: str
    spec: Service
    models: Mapping[str, Model]


@dataclass(frozen=True, slots=True)
class ResolvedEnvironment:
    """An environment with its cluster and services. The base has neither cluster nor environment."""

    name: str
    spec: Environment | None
    cluster_name: str
    cluster: Cluster | None
    services: Mapping[str, ResolvedService]

    @property
    def is_base(self) -> bool:
        return self.spec is None


BASE = "base"
"""The name of no environment: the services as the fleet states them."""
PLATFORM = "platform"
"""The name of no service: what a namespace of services needs once."""
CLUSTERS = "clusters"
"""The name of no environment: the folder of what each cluster needs once."""
T = TypeVar("T", bound=BaseModel)


def merge(base: Any, override: Any) -> Any:
    """Deep-merge two YAML values: maps by key, ``null`` removes, everything else is replaced."""
    if not (isinstance(base, dict) and isinstance(override, dict)):
        return override
    merged = dict(base)
    for key, value in override.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged[key], value) if key in merged else value
    return merged


def resolve_service(file: FleetFile, name: str) -> dict[str, ResolvedEnvironment]:
    """One service in the base and in every environment that runs it, each as an environment with just that service.

    Raises InputError at the override that does not fit.
    """
    spec = _with_slo(file, file.fleet.services[name])
    models = {model: file.fleet.models[model] for model in spec.models}
    resolved = {BASE: _environment(file, BASE, ResolvedService(name, spec, models))}
    for environment, declared in file.fleet.environments.items():
        if name not in declared.exclude:
            resolved[environment] = _environment(file, environment, _in_environment(file, environment, name))
    return resolved


def _environment(file: FleetFile, name: str, service: ResolvedService) -> ResolvedEnvironment:
    if name == BASE:
        return ResolvedEnvironment(BASE, None, "", None, {service.name: service})
    spec = file.fleet.environments[name]
    return ResolvedEnvironment(
        name, spec, spec.cluster, file.fleet.clusters[spec.cluster], {service.name: service}
    )


def _in_environment(file: FleetFile, environment: str, name: str) -> ResolvedService:
    overrides = file.fleet.environments[environment].overrides
    spec = file.fleet.services[name]
    if name in overrides.services:
        spec = _overridden(file, environment, "services", name, Service)
    spec = _with_slo(file, spec)
    models = {}
    for model in spec.models:
        if model in overrides.models:
            models[model] = _overridden(file, environment, "models", model, Model)
        elif model in file.fleet.models:
            models[model] = file.fleet.models[model]
    return ResolvedService(name, spec, models)


def _with_slo(file: FleetFile, spec: Service) -> Service:
    """The service with the fleet's objectives where it states none, objective by objective."""
    common = file.fleet.slo
    if common is None:
        return spec
    own = {name: getattr(spec.slo, name) for name in spec.slo.model_fields_set} if spec.slo else {}
    return spec.model_copy(update={"slo": common.model_copy(update=own)})


def _overridden(file: FleetFile, environment: str, section: str, name: str, kind: type[T]) -> T:
    override = file.raw["environments"][environment]["overrides"][section][name]
    merged = merge(file.raw[section][name], override)
    prefix: Key = ("environments", environment, "overrides", section, name)

    def locate(path: Any, *, key: bool = False) -> Location:
        in_override = _exists(override, path)
        return file.location((*(prefix if in_override else (section, name)), *path), key=key)

    try:
        return kind.model_validate(merged)
    except ValidationError as error:
        problems = problems_of(error, kind, locate)
        where = f"environment {environment}, {section[:-1]} {name}"
        raise InputError(*(Problem(f"{where}: {p.message}", p.location, p.fix) for p in problems)) from None


def _exists(value: Any, path: Key) -> bool:
    for part in path:
        if isinstance(value, list) and isinstance(part, int):
            found = part < len(value)
        else:
            found = isinstance(value, dict) and part in value
        if not found:
            return False
        value = value[part]
    return True

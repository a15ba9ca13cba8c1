"""The second look at a service: plan, values, model configuration, rendered objects, Kustomize files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tritonfleet import yamlio
from tritonfleet.emit.kustomize import Unit, emit_unit
from tritonfleet.emit.models import config_map_files, config_name, model_configs
from tritonfleet.emit.platform_monitoring import platform_monitoring_values
from tritonfleet.emit.prometheus_adapter import external_rules
from tritonfleet.emit.values import platform_values, service_values
from tritonfleet.planner.plan import plan_service
from tritonfleet.planner.scaling.given import given_for
from tritonfleet.planner.slo import models_with_buckets
from tritonfleet.planner.usage import PoolKey, Usage
from tritonfleet.render.helm import Release, is_hook, render
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import BASE, PLATFORM, ResolvedService, resolve_service

Object = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """Everything generated for one service, or for the platform: files by path, objects by environment.

    ``objects`` has the base under ``base``, hooks of Helm among them; ``applied`` has them without. ``adapter`` is
    what prometheus-adapter is told, by environment.
    """

    name: str
    files: Mapping[str, str]
    objects: Mapping[str, Sequence[Object]]
    applied: Mapping[str, Sequence[Object]]
    autoscaled: Mapping[str, bool]
    adapter: Mapping[str, Sequence[Object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A service planned, with values for each environment, not yet rendered."""

    name: str
    releases: Mapping[str, Release]
    files: Mapping[str, str]
    autoscaled: Mapping[str, bool]
    adapter: Mapping[str, Sequence[Object]] = field(default_factory=dict)


def draft_service(file: FleetFile, name: str, pools: Mapping[PoolKey, Usage]) -> Draft:
    """Plan one service everywhere and write its values and model configuration. The fleet holds together."""
    environments = resolve_service(file, name)
    resolved = {key: with_buckets(environment.services[name]) for key, environment in environments.items()}
    configs = model_configs(resolved[BASE], {k: s for k, s in resolved.items() if k != BASE})
    files = {
        f"models/{name}/{model}/{path}": text for model, own in configs.items() for path, text in own.items()
    }
    releases, adapter = {}, {}
    for key, environment in environments.items():
        service = resolved[key]
        plan = plan_service(service, environment, pools, given_for(service, environment, pools, file.root))
        adapter[key] = external_rules(service, plan.scaling)
        values = service_values(
            service,
            environment,
            plan,
            runbooks=file.fleet.runbooks,
            config_name=config_name(configs, environment),
            model_files=config_map_files(file.root, service, configs, key),
        )
        namespace = environment.spec.namespace if environment.spec else "default"
        releases[key] = Release("triton", name, namespace, values)
        if key != BASE:
            files[f"values/{key}/{name}.yaml"] = yamlio.dump(values)
    autoscaled = {key: service.spec.scaling is not None for key, service in resolved.items()}
    return Draft(name, releases, files, autoscaled, adapter)


def with_buckets(service: ResolvedService) -> ResolvedService:
    """The service with models whose histograms have the objective among their bounds."""
    return replace(service, models=models_with_buckets(service))


def draft_platform(file: FleetFile, gpu_quotas: Mapping[str, Mapping[str, int]]) -> Draft:
    """The platform of every environment. ``gpu_quotas`` is environment → resource → most that may be asked."""
    files, releases = {}, {}
    for name, environment in file.fleet.environments.items():
        cluster = file.fleet.clusters[environment.cluster]
        values = platform_values(environment, gpu_quotas.get(name, {})) | platform_monitoring_values(cluster)
        releases[name] = Release("triton-platform", PLATFORM, environment.namespace, values)
        files[f"values/{name}/{PLATFORM}.yaml"] = yamlio.dump(values)
    base = {"fullnameOverride": PLATFORM, "namespace": {"create": True}}
    releases[BASE] = Release("triton-platform", PLATFORM, "default", base)
    return Draft(PLATFORM, releases, files, {})


def build(file: FleetFile, drafts: Sequence[Draft], *, jobs: int = 1) -> list[Bundle]:
    """Render the drafts, all in few Helm processes, and derive their Kustomize files."""
    releases = [release for draft in drafts for release in draft.releases.values()]
    rendered = iter(render(releases, jobs=jobs))
    return [_bundle(file, draft, {key: next(rendered) for key in draft.releases}) for draft in drafts]


def _bundle(file: FleetFile, draft: Draft, objects: dict[str, list[Object]]) -> Bundle:
    applied = {key: [obj for obj in found if not is_hook(obj)] for key, found in objects.items()}
    environments = {key: found for key, found in applied.items() if key != BASE}
    namespaces = {name: e.namespace for name, e in file.fleet.environments.items()}
    files = dict(draft.files) | emit_unit(Unit(draft.name, applied[BASE], environments), namespaces)
    return Bundle(draft.name, files, objects, applied, draft.autoscaled, draft.adapter)

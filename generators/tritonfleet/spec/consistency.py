"""Rules between the parts of a fleet: every name resolves, and no request asks for what is not there.

Each rule is a function that yields what breaks it. An error makes the fleet unusable; a warning is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tritonfleet.charts.workload import Limits
from tritonfleet.checks.finding import Severity
from tritonfleet.planner.memory import shared_memory
from tritonfleet.planner.plan import PoolKey, Usage, placement_of
from tritonfleet.planner.pools import candidates, describe, place, request_text
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import BASE, PLATFORM, ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import suggest

IMAGE_VOLUMES_SINCE = (1, 35)


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken rule: its id, the path in the fleet file, what is wrong, and how to mend it."""

    rule: str
    path: Key
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR


def check_names(file: FleetFile) -> Iterator[Broken]:
    """Rules that need no environment to be resolved; only when they hold can environments be."""
    for rule in (
        _known_models,
        _used_models,
        _known_clusters,
        _known_overrides,
        _own_namespaces,
        _free_names,
    ):
        yield from rule(file)


def check_environment(file: FleetFile, environment: ResolvedEnvironment) -> Iterator[Broken]:
    """Rules about one resolved environment (or the base)."""
    for service in environment.services.values():
        for rule in SERVICE_RULES:
            yield from rule(file, environment, service)


def _known_models(file: FleetFile) -> Iterator[Broken]:
    for name, service in file.raw["services"].items():
        for index, model in enumerate(service["models"]):
            if model not in file.fleet.models:
                yield _unknown(
                    "FLT001", ("services", name, "models", index), "model", model, file.fleet.models
                )


def _used_models(file: FleetFile) -> Iterator[Broken]:
    loaded = {model for service in file.raw["services"].values() for model in service["models"]}
    for environment in file.fleet.environments.values():
        for override in environment.overrides.services.values():
            loaded.update(m for m in override.get("models") or [] if isinstance(m, str))
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
            yield _unknown("FLT004", path, "cluster", environment.cluster, file.fleet.clusters)


def _known_overrides(file: FleetFile) -> Iterator[Broken]:
    fleet = file.fleet
    for name, environment in fleet.environments.items():
        base: Key = ("environments", name)
        for service in environment.overrides.services:
            if service not in fleet.services:
                path = (*base, "overrides", "services", service)
                yield _unknown("FLT005", path, "service", service, fleet.services)
        for model in environment.overrides.models:
            if model not in fleet.models:
                yield _unknown("FLT005", (*base, "overrides", "models", model), "model", model, fleet.models)
        for index, service in enumerate(environment.exclude):
            if service not in fleet.services:
                yield _unknown("FLT006", (*base, "exclude", index), "service", service, fleet.services)


def _own_namespaces(file: FleetFile) -> Iterator[Broken]:
    owners: dict[tuple[str, str], str] = {}
    for name, environment in file.fleet.environments.items():
        place_of = (environment.cluster, environment.namespace)
        if place_of in owners:
            message = f"namespace {place_of[1]} of cluster {place_of[0]} is environment {owners[place_of]}'s already"
            yield Broken("FLT012", ("environments", name, "namespace"), message, "use a namespace of its own")
        owners.setdefault(place_of, name)


def _free_names(file: FleetFile) -> Iterator[Broken]:
    taken = {"services": PLATFORM, "environments": BASE}
    for section, name in taken.items():
        if name in getattr(file.fleet, section):
            message = f"`{name}` is tritonfleet's own name beside your {section}"
            yield Broken("FLT017", (section, name), message, "choose another name")


def _unknown(rule: str, path: Key, what: str, name: str, known: Iterable[str]) -> Broken:
    return Broken(rule, path, f"unknown {what} `{name}`", suggest(name, known))


def _path(file: FleetFile, environment: ResolvedEnvironment, service: str, *field: str | int) -> Key:
    """Where a service's field is written: in the environment's override if it is there, else in the service."""
    if environment.spec is not None:
        value = environment.spec.overrides.services.get(service)
        if isinstance(value, dict) and field and field[0] in value:
            return ("environments", environment.name, "overrides", "services", service, *field)
    return ("services", service, *field)


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
            yield Broken("FLT002", _path(file, environment, service.name, "models"), message, fix)


def _known_override_models(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    for index, model in enumerate(service.spec.models):
        if model not in service.models and not environment.is_base:
            path = _path(file, environment, service.name, "models", index)
            yield _unknown("FLT001", path, "model", model, file.fleet.models)


def _pool_offers(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if environment.cluster is None:
        return
    pools, spec = environment.cluster.pools, service.spec
    where = f"environment {environment.name}, service {service.name}"
    if spec.pool and spec.pool not in pools:
        message = f"{where}: cluster {environment.cluster_name} has no pool `{spec.pool}`"
        yield Broken(
            "FLT007", _path(file, environment, service.name, "pool"), message, suggest(spec.pool, pools)
        )
        return
    if spec.gpu is None or placement_of(service, environment):
        return
    asked = request_text(spec.gpu)
    path = _path(file, environment, service.name, "gpu")
    if spec.pool and not place(spec.gpu, spec.pool, pools[spec.pool]):
        message = f"{where}: pool {spec.pool} does not offer {asked}"
        yield Broken("FLT008", path, message, f"it offers {describe(pools[spec.pool])}")
    elif found := [placement.pool_name for placement in candidates(spec.gpu, pools)]:
        message = f"{where}: pools {', '.join(found)} all offer {asked}"
        yield Broken("FLT009", path, message, "choose one with `pool`")
    else:
        offered = "; ".join(f"{name}: {describe(pool)}" for name, pool in pools.items())
        yield Broken("FLT008", path, f"{where}: no pool offers {asked}", f"there is {offered}")


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
            path = _path(file, environment, service.name, "expose", field)
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


def _gpu_instances(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    if service.spec.gpu is not None:
        return
    for name, model in service.models.items():
        for key, group in model.instance_groups.items():
            if group.kind == "GPU":
                message = f"model {name} runs on GPU, but service {service.name} asks for none"
                path: Key = ("models", name, "instanceGroups", key, "kind")
                yield Broken("FLT014", path, message, "ask for one with `gpu`, or use kind: CPU or AUTO")


def _memory_holds_shm(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    declared = service.spec.resources
    limit = declared.limits.memory or declared.requests.memory or Limits().memory
    size = shared_memory(service.models, (service.spec.gpu.count or 1) if service.spec.gpu else 0).value
    if limit and limit.bytes <= size * 1024**2:
        message = f"service {service.name}: /dev/shm of {size} MiB counts against the memory limit of {limit}"
        yield Broken(
            "FLT016", _path(file, environment, service.name, "resources"), message, "raise limits.memory"
        )


def _image_volumes(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """On by default since 1.35 (kubernetes/kubernetes:pkg/features/kube_features.go, ImageVolume)."""
    if service.spec.repository.image is None or environment.cluster is None:
        return
    version = environment.cluster.kubernetes
    if tuple(map(int, version.split("."))) < IMAGE_VOLUMES_SINCE:
        message = (
            f"environment {environment.name}, service {service.name}: image volumes are off by default "
            f"in Kubernetes {version} of cluster {environment.cluster_name}"
        )
        path = _path(file, environment, service.name, "repository")
        fix = "switch on the feature gate ImageVolume there, or use another repository"
        yield Broken("FLT018", path, message, fix, Severity.WARNING)


def check_capacity(file: FleetFile, pools: Iterable[Usage], users: Mapping[PoolKey, str]) -> Iterator[Broken]:
    """No pool is asked for more than it has. ``users`` names a service and environment for each pool."""
    for used in pools:
        if used.used > used.capacity:
            message = (
                f"pool {used.pool} of cluster {used.cluster} has {used.capacity} {used.resource}, "
                f"and {used.used} are asked for by {users[used.cluster, used.pool, used.resource]}"
            )
            path: Key = ("clusters", used.cluster, "pools", used.pool)
            yield Broken("FLT015", path, message, "lower replicas, or add nodes to the pool")


ServiceRule = Callable[[FleetFile, ResolvedEnvironment, ResolvedService], Iterator[Broken]]

SERVICE_RULES: tuple[ServiceRule, ...] = (
    _known_override_models,
    _ensembles_whole,
    _pool_offers,
    _ways_in_exist,
    _files_at_hand,
    _gpu_instances,
    _memory_holds_shm,
    _image_volumes,
)

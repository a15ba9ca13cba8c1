"""Plan a fleet: every service with a GPU placed, cluster by cluster, and the decisions as a plan file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet import yamlio
from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.pipeline.prepare import require_sound
from tritonfleet.pipeline.require import require
from tritonfleet.pipeline.workers import Progress
from tritonfleet.planner.placing.placed import PlacedCluster, place_cluster
from tritonfleet.planner.pools import unit_request
from tritonfleet.spec.consistency import check_plannable
from tritonfleet.spec.fleet import API_VERSION
from tritonfleet.spec.load import FleetFile, load_fleet, parse_fleet
from tritonfleet.spec.plan_file import PlanFile, PlannedGpu, PlannedService, inputs_digest
from tritonfleet.spec.resolve import ResolvedService, resolve_service

HEADER = "# Made by `tritonfleet plan --write`: what the fleet leaves to the plan. Change the fleet, and plan again.\n"


@dataclass(frozen=True)
class Planned:
    """A fleet with its plan in it, the plan as a file, and how each cluster came out."""

    file: FleetFile
    plan: PlanFile
    clusters: tuple[PlacedCluster, ...]


def plan_fleet(
    path: Path, before: PlanFile | None, *, limit: float, seed: int, progress: Progress | None = None
) -> Planned:
    """Place everything. ``before`` is moved as little as can be; ``limit`` is seconds for the solver, a cluster.

    Raises InputError for a fleet that does not hold together.
    """
    file = load_fleet(path, planned=False)
    require_sound(file)
    services = _by_cluster(file)
    clusters: list[PlacedCluster] = []
    for name, cluster in file.fleet.clusters.items():
        own = services.pop(name, {})
        if progress:
            progress(f"of cluster {name} being placed", len(own), len(file.fleet.services))
        clusters.append(
            place_cluster(name, cluster, own, root=file.root, before=before, limit=limit, seed=seed)
        )
    plan = PlanFile(
        api_version=API_VERSION,
        kind="Plan",
        inputs=inputs_digest(file.written, file.root),
        services=dict(found for cluster in clusters for found in _decisions(cluster)),
        gpus=dict(found for cluster in clusters for found in _gpus(cluster)),
    )
    return Planned(parse_fleet(file.text, path, plan=plan), plan, tuple(clusters))


def write_plan(path: Path, plan: PlanFile) -> None:
    """Write a plan, whole or not at all. Raises InputError when the place cannot be written."""
    text = HEADER + yamlio.dump(plan.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    partial = path.with_name(f".{path.name}.new")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise InputError.of(f"cannot write the plan: {error.strerror}", Location(str(path))) from None


def _by_cluster(file: FleetFile) -> dict[str, dict[str, ResolvedService]]:
    """Cluster → ``environment/service`` → the service. Raises InputError with everything that does not resolve."""
    found: dict[str, dict[str, ResolvedService]] = {}
    problems: list[Problem] = []
    everywhere: dict[str, dict[str, ResolvedService]] = {name: {} for name in file.fleet.environments}
    for name in file.fleet.services:
        try:
            resolved = resolve_service(file, name)
            require(file, (broken for own in resolved.values() for broken in check_plannable(file, own)))
        except InputError as error:
            problems += error.problems
            continue
        for environment, own in resolved.items():
            if not own.is_base:
                everywhere[environment][f"{environment}/{name}"] = own.services[name]
    if problems:
        raise InputError(*dict.fromkeys(problems))
    for environment, services in everywhere.items():
        found.setdefault(file.fleet.environments[environment].cluster, {}).update(services)
    return found


def _decisions(placed: PlacedCluster) -> Iterator[tuple[str, PlannedService]]:
    """What services that are left to the plan get."""
    for name, service in placed.services.items():
        choice, gpu = placed.choice(name), service.spec.gpu
        if gpu is None or not gpu.planned or choice is None:
            continue
        row = choice.measured
        yield (
            name,
            PlannedService(
                pool=choice.pool,
                gpu=unit_request(choice.unit, gpu.allocation),
                replicas=placed.replicas(name),
                batch=row.batch if row else None,
                processes=row.processes if row else None,
            ),
        )


def _gpus(placed: PlacedCluster) -> Iterator[tuple[str, dict[str, PlannedGpu]]]:
    nodes: dict[str, dict[str, PlannedGpu]] = {}
    for gpu in placed.gpus:
        pods: dict[str, int] = {}
        for name, _ in gpu.pods:
            pods[name] = pods.get(name, 0) + 1
        if gpu.layout or pods:
            own = nodes.setdefault(f"{placed.name}/{gpu.pool}/{gpu.node}", {})
            own[str(gpu.index)] = PlannedGpu(layout=dict(gpu.layout), pods=pods)
    yield from nodes.items()

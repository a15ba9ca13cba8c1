"""The service of a fleet that is simulated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tritonfleet.errors import InputError
from tritonfleet.pipeline.prepare import Prepared, prepare
from tritonfleet.pipeline.prepare import load as load_fleet
from tritonfleet.pipeline.store import open_store
from tritonfleet.planner.placing.demand import profile_rows
from tritonfleet.planner.scaling.given import given_for
from tritonfleet.simulator.serving import Serving, Stated, serving_of
from tritonfleet.spec.resolve import BASE, ResolvedService, resolve_service
from tritonfleet.spec.scaling import Scaling
from tritonfleet.suggest import suggest


def fleet_serving(path: Path, service: str | None, environment: str | None, stated: Stated) -> Serving:
    """A service of the fleet in one environment. InputError for an unknown one, or none named among several."""
    with open_store(path) as store:
        file = load_fleet(path, store)
        name = _one(service, file.fleet.services, "service")
        _one(environment, file.fleet.environments, "env")
        prepared = prepare(file, store)
    return _serving(prepared, name, environment, stated)


def _serving(prepared: Prepared, name: str, environment: str | None, stated: Stated) -> Serving:
    resolved = resolve_service(prepared.file, name)
    own = {key: found for key, found in resolved.items() if key != BASE}
    if environment not in (None, *own):
        message = f"service {name} does not run in environment {environment}"
        raise InputError.of(message, fix=suggest(environment or "", own))
    where = own[_one(environment, own, "env")]
    service = _scaled(where.services[name])
    given = given_for(service, where, prepared.pools, prepared.file.root)
    profile = service.spec.profile
    rows = profile_rows(profile, prepared.file.root) if profile else ()
    return serving_of(service, where, given, rows, stated)


def _scaled(service: ResolvedService) -> ResolvedService:
    """The service with the default scaling where the fleet does not scale it, or leaves that to somebody else."""
    scaling = service.spec.scaling
    if scaling is not None and scaling.owner != "external":
        return service
    spec = service.spec.model_copy(update={"scaling": Scaling()})
    return ResolvedService(service.name, spec, service.models)


def _one(wanted: str | None, known: Iterable[str], option: str) -> str:
    names = list(known)
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        raise InputError.of(f"which {option} is not said", fix=f"--{option} {'|'.join(names)}")
    if wanted not in names:
        what = "environment" if option == "env" else option
        raise InputError.of(f"unknown {what} `{wanted}`", fix=suggest(wanted, names))
    return wanted

"""Which line of the fleet a generated file comes from."""

from __future__ import annotations

from tritonfleet.pipeline.clusters import scope_of, unit_of
from tritonfleet.pipeline.verify import values_file
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import PLATFORM


def origins(file: FleetFile) -> dict[str, list[int]]:
    """Values file → the lines (from 1) of the service, environment or cluster that it is generated from.

    A service that an environment overrides comes from there too.
    """
    places: dict[str, list[Key]] = {}
    for environment, declared in file.fleet.environments.items():
        places[values_file(environment, PLATFORM)] = [("environments", environment)]
        for service in file.fleet.services:
            keys: list[Key] = [("services", service)]
            if service in declared.overrides.services:
                keys.append(("environments", environment, "overrides", "services", service))
            places[values_file(environment, service)] = keys
    for cluster in file.fleet.clusters:
        places[values_file(scope_of(cluster), unit_of(cluster))] = [("clusters", cluster)]
    return {path: [file.location(key, key=True).line for key in keys] for path, keys in places.items()}

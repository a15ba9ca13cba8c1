"""Which line of the fleet a generated file comes from."""

from __future__ import annotations

from tritonfleet.pipeline.clusters import scope_of, unit_of
from tritonfleet.pipeline.verify import values_file
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import PLATFORM


def origins(file: FleetFile) -> dict[str, int]:
    """Values file → the line (from 1) of the service, the environment or the cluster that it is generated from."""
    places: dict[str, Key] = {}
    for environment in file.fleet.environments:
        places[values_file(environment, PLATFORM)] = ("environments", environment)
        for service in file.fleet.services:
            places[values_file(environment, service)] = ("services", service)
    for cluster in file.fleet.clusters:
        places[values_file(scope_of(cluster), unit_of(cluster))] = ("clusters", cluster)
    return {path: file.location(key, key=True).line for path, key in places.items()}

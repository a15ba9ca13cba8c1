"""The first half of a run: read the fleet, and hold every service against every rule.

What was found about a service before is kept by content key; an unchanged one costs a look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.checks.finding import Finding
from tritonfleet.digests import digest
from tritonfleet.errors import InputError, Problem, in_file_order
from tritonfleet.pipeline.keys import ServiceKeys, tool_digest
from tritonfleet.pipeline.records import ExaminedRecord
from tritonfleet.pipeline.require import require
from tritonfleet.pipeline.store import EXAMINED, VALID, Store
from tritonfleet.pipeline.workers import Progress, in_chunks
from tritonfleet.planner.scaling import Room, room_of
from tritonfleet.planner.usage import PoolKey, Usage, usage
from tritonfleet.spec.consistency import (
    check_capacity,
    check_dra,
    check_names,
    check_plan,
    check_pools,
    check_room,
    check_shared_models,
    check_sharers,
)
from tritonfleet.spec.load import FleetFile, load_fleet
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService, resolve_service


@dataclass(frozen=True)
class _Valid(Container[str]):
    """Digests that this very version found valid."""

    keys: Container[str]
    version: str

    def __contains__(self, found: object) -> bool:
        return digest(self.version, str(found)) in self.keys


@dataclass(frozen=True)
class Prepared:
    """A fleet that holds together: content keys, demands and warnings of every service, and the pools' use."""

    file: FleetFile
    keys: Mapping[str, str]
    examined: Mapping[str, ExaminedRecord]
    pools: Mapping[PoolKey, Usage]
    warnings: Sequence[Finding]


def load(path: Path, store: Store) -> FleetFile:
    """Read and validate a fleet file; models and services that were valid before are not validated again."""
    known = store.metas_keys(VALID)
    version = tool_digest()
    file = load_fleet(path, _Valid(known, version))
    fresh = {digest(version, found) for found in file.digests.values()}
    for key in fresh - known:
        store.put(VALID, key, None)
    store.keep_only(VALID, fresh)
    return file


def require_sound(file: FleetFile) -> list[Finding]:
    """The warnings about names and pools. Raises InputError when environments cannot be told from what is written."""
    return require(file, check_names(file)) + require(file, [*check_pools(file), *check_dra(file)])


def prepare(file: FleetFile, store: Store, progress: Progress | None = None) -> Prepared:
    """Hold the fleet against every rule. Raises InputError with each mistake that makes it unusable."""
    warnings = require_sound(file) + require(file, [*check_plan(file), *check_shared_models(file)])
    service_keys = ServiceKeys(file)
    keys = {name: service_keys.of(name) for name in file.fleet.services}
    known = store.metas(EXAMINED)
    examined = {name: ExaminedRecord.from_json(known[key]) for name, key in keys.items() if key in known}
    missing = [name for name in keys if name not in examined]
    problems: list[Problem] = []
    for name, result in in_chunks(_examine, missing, (file,), "examined", progress):
        if isinstance(result, InputError):
            problems += result.problems
        else:
            examined[name] = result
            store.put(EXAMINED, keys[name], result.to_json())
    if problems:
        raise InputError(*sorted(dict.fromkeys(problems), key=in_file_order))
    store.keep_only(EXAMINED, keys.values())
    examined = {name: examined[name] for name in keys}
    pools = usage(demand for record in examined.values() for demand in record.demands.values())
    asked = [(f"{e}/{name}", d) for name, record in examined.items() for e, d in record.demands.items()]
    require(file, [*check_capacity(file, pools.values(), _users(examined)), *check_sharers(asked)])
    warnings += require(file, check_room(_rooms(file, examined, pools)))
    warnings += [finding for record in examined.values() for finding in record.warnings]
    return Prepared(file, keys, examined, pools, list(dict.fromkeys(warnings)))


def _rooms(
    file: FleetFile, examined: Mapping[str, ExaminedRecord], pools: Mapping[PoolKey, Usage]
) -> Iterator[tuple[ResolvedEnvironment, ResolvedService, Room]]:
    """The services whose numbers of pods the fleet bounds, each with the room that it has to grow."""
    for name, record in examined.items():
        bounded = {environment: d for environment, d in record.demands.items() if d.bounded}
        resolved = resolve_service(file, name) if bounded else {}
        for environment, demand in bounded.items():
            where = resolved[environment]
            yield where, where.services[name], room_of(demand, pools[demand.pool_key])


def _examine(names: Sequence[str], file: FleetFile) -> list[ExaminedRecord | InputError]:
    from tritonfleet.pipeline.examine import examine

    found: list[ExaminedRecord | InputError] = []
    for name in names:
        try:
            found.append(examine(file, name))
        except InputError as error:
            found.append(error)
    return found


def _users(examined: Mapping[str, ExaminedRecord]) -> dict[PoolKey, str]:
    """Who asks for each pool's resource, for a message."""
    users: dict[PoolKey, list[str]] = defaultdict(list)
    for name, record in examined.items():
        for environment, demand in record.demands.items():
            users[demand.pool_key].append(f"{environment}/{name} ({demand.total})")
    return {key: ", ".join(found[:6]) + (" …" if len(found) > 6 else "") for key, found in users.items()}

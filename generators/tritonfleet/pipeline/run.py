"""The whole run: every service examined, built and rendered, in as few processes as it takes.

A service is built from nothing but its own inputs and what the pools have left, so its result is kept by content key
and an unchanged service costs a look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tritonfleet.checks.finding import Finding
from tritonfleet.digests import digest
from tritonfleet.emit.tree import Content, Text, content_digest
from tritonfleet.errors import InputError, Problem
from tritonfleet.pipeline.keys import ServiceKeys, tool_digest, without_overrides
from tritonfleet.pipeline.records import BuiltRecord, ExaminedRecord, built
from tritonfleet.pipeline.require import require
from tritonfleet.pipeline.store import Store, pack
from tritonfleet.pipeline.workers import in_chunks
from tritonfleet.planner.plan import PoolKey, Usage, usage
from tritonfleet.spec.consistency import check_capacity, check_names
from tritonfleet.spec.load import FleetFile, load_fleet
from tritonfleet.spec.resolve import PLATFORM

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

VALID, EXAMINED, BUILT, SHARED = "valid", "examined", "built", "shared"


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


class Stored(NamedTuple):
    """A file's content that lies in the store."""

    digest: str
    store: Store
    key: str
    path: str

    def load(self) -> bytes:
        text: str = self.store.body(BUILT, self.key)["files"][self.path]
        return text.encode()


@dataclass(frozen=True)
class Generated:
    """The generated tree, and where the objects behind it are kept: unit → key of its stored body."""

    prepared: Prepared
    files: Mapping[str, Content]
    keys: Mapping[str, str]

    def objects(self, store: Store, unit: str) -> dict[str, list[dict[str, Any]]]:
        """A unit's objects by environment, the base under ``base``."""
        found: dict[str, list[dict[str, Any]]] = store.body(BUILT, self.keys[unit])["objects"]
        return found


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


def prepare(file: FleetFile, store: Store, progress: Progress | None = None) -> Prepared:
    """Hold the fleet against every rule. Raises InputError with each mistake that makes it unusable."""
    warnings = require(file, check_names(file))
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
        raise InputError(*sorted(dict.fromkeys(problems), key=_in_file_order))
    store.keep_only(EXAMINED, keys.values())
    examined = {name: examined[name] for name in keys}
    pools = usage(demand for record in examined.values() for demand in record.demands.values())
    require(file, check_capacity(file, pools.values(), _users(examined)))
    warnings += [finding for record in examined.values() for finding in record.warnings]
    return Prepared(file, keys, examined, pools, list(dict.fromkeys(warnings)))


def generate(prepared: Prepared, store: Store, progress: Progress | None = None) -> Generated:
    """Every generated file, unchanged services from the store."""
    keys = {name: _built_key(prepared, name) for name in prepared.keys}
    known = store.metas(BUILT)
    missing = [name for name, key in keys.items() if key not in known]
    for name, (meta, packed) in in_chunks(_build, missing, (prepared,), "built", progress):
        known[keys[name]] = meta
        store.put(BUILT, keys[name], meta, packed)
    keys[PLATFORM] = _platform(prepared, store, known)
    store.keep_only(BUILT, keys.values())
    records = {name: BuiltRecord.from_json(known[key]) for name, key in keys.items()}
    files: dict[str, Content] = {
        path: Stored(file_digest, store, keys[name], path)
        for name, record in records.items()
        for path, file_digest in record.digests.items()
    }
    return Generated(prepared, files | _shared(prepared, records, store), keys)


def _examine(names: Sequence[str], file: FleetFile) -> list[ExaminedRecord | InputError]:
    from tritonfleet.pipeline.examine import examine

    found: list[ExaminedRecord | InputError] = []
    for name in names:
        try:
            found.append(ExaminedRecord.of(examine(file, name)))
        except InputError as error:
            found.append(error)
    return found


def _build(names: Sequence[str], prepared: Prepared) -> list[tuple[Any, bytes]]:
    """Meta and packed body of each service."""
    from tritonfleet.pipeline.build import build, draft_service

    drafts = [draft_service(prepared.file, name, prepared.pools) for name in names]
    results = (built(bundle) for bundle in build(prepared.file, drafts))
    return [(record.to_json(), pack(body)) for record, body in results]


def _in_file_order(problem: Problem) -> tuple[str, int, int]:
    where = problem.location
    return (where.file, where.line, where.column) if where else ("", 0, 0)


def _users(examined: Mapping[str, ExaminedRecord]) -> dict[PoolKey, str]:
    """Who asks for each pool's resource, for a message."""
    users: dict[PoolKey, list[str]] = defaultdict(list)
    for name, record in examined.items():
        for environment, demand in record.demands.items():
            users[demand.pool_key].append(f"{environment}/{name} ({demand.total})")
    return {key: ", ".join(found[:6]) + (" …" if len(found) > 6 else "") for key, found in users.items()}


def _built_key(prepared: Prepared, name: str) -> str:
    """A service's key with all that it takes from the others: whether its pools have room for one more pod."""
    room = [
        f"{environment} {prepared.pools[demand.pool_key].free >= demand.per_pod}"
        for environment, demand in prepared.examined[name].demands.items()
    ]
    return digest(prepared.keys[name], *room)


def _platform(prepared: Prepared, store: Store, known: dict[str, Any]) -> str:
    """Build the platform when it changed; its key."""
    quotas = _gpu_quotas(prepared)
    environments = {
        name: environment.model_dump(mode="json", exclude={"overrides"})
        for name, environment in prepared.file.fleet.environments.items()
    }
    key = digest(tool_digest(), PLATFORM, repr([quotas, environments]))
    if key not in known:
        from tritonfleet.pipeline.build import build, draft_platform

        (bundle,) = build(prepared.file, [draft_platform(prepared.file, quotas)])
        record, body = built(bundle)
        known[key] = record.to_json()
        store.put(BUILT, key, known[key], pack(body))
    return key


def _gpu_quotas(prepared: Prepared) -> dict[str, dict[str, int]]:
    """Environment → resource → what all its pods and one more of each service may ask for."""
    quotas: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in prepared.examined.values():
        for environment, demand in record.demands.items():
            quotas[environment][demand.resource] += demand.total + demand.per_pod
    return {environment: dict(sorted(amounts.items())) for environment, amounts in quotas.items()}


def _shared(prepared: Prepared, records: Mapping[str, BuiltRecord], store: Store) -> dict[str, Content]:
    """The files about all services: each environment's kustomization, and Argo CD's."""
    raw = prepared.file.raw
    environments = {n: without_overrides(e) for n, e in (raw.get("environments") or {}).items()}
    facts = [raw["metadata"], raw.get("gitops"), raw.get("clusters"), environments]
    apps = {name: record.to_json()["apps"] for name, record in records.items()}
    key = digest(tool_digest(), repr([facts, apps]))
    if key not in store.metas(SHARED):
        from tritonfleet.pipeline.sites import shared_files

        texts = shared_files(prepared.file, records)
        store.put(SHARED, key, {}, pack({path: text.data.decode() for path, text in texts.items()}))
        store.keep_only(SHARED, [key])
    stored: dict[str, str] = store.body(SHARED, key)
    contents = {path: text.encode() for path, text in stored.items()}
    return {path: Text(data, content_digest(data)) for path, data in contents.items()}

"""The second half of a run: every service built and rendered, in as few processes as it takes.

A service is built from nothing but its own inputs and what the pools have left, so its result is kept by content key
and an unchanged service costs a look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tritonfleet.digests import digest
from tritonfleet.emit.tree import Content
from tritonfleet.pipeline.clusters import cluster_keys, unit_of
from tritonfleet.pipeline.keys import tool_digest, without_overrides
from tritonfleet.pipeline.prepare import Prepared
from tritonfleet.pipeline.records import BuiltRecord, built
from tritonfleet.pipeline.store import BUILT, SHARED, Store, pack
from tritonfleet.pipeline.workers import Progress, in_chunks
from tritonfleet.planner.scaling import room_of
from tritonfleet.spec.resolve import PLATFORM


class Stored(NamedTuple):
    """A file's content that lies in the store."""

    digest: str
    store: Store
    kind: str
    key: str
    path: str

    def load(self) -> bytes:
        text: str = self.store.body(self.kind, self.key)["files"][self.path]
        return text.encode()


@dataclass(frozen=True)
class Generated:
    """The generated tree, and where the objects behind it are kept: unit → key of its stored body."""

    prepared: Prepared
    files: Mapping[str, Content]
    keys: Mapping[str, str]

    def objects(self, store: Store, unit: str) -> dict[str, list[dict[str, Any]]]:
        """A unit's objects by environment, the base under ``base``; a cluster's by its scope."""
        found: dict[str, list[dict[str, Any]]] = store.body(BUILT, self.keys[unit])["objects"]
        return found


def generate(prepared: Prepared, store: Store, progress: Progress | None = None) -> Generated:
    """Every generated file, unchanged services from the store."""
    keys = {name: _built_key(prepared, name) for name in prepared.keys}
    known = store.metas(BUILT)
    missing = [name for name, key in keys.items() if key not in known]
    for name, (meta, packed) in in_chunks(_build, missing, (prepared,), "built", progress):
        known[keys[name]] = meta
        store.put(BUILT, keys[name], meta, packed)
    keys[PLATFORM] = _platform(prepared, store, known)
    keys |= _clusters(prepared, store, known)
    store.keep_only(BUILT, keys.values())
    records = {name: BuiltRecord.from_json(known[key]) for name, key in keys.items()}
    files: dict[str, Content] = {
        path: Stored(file_digest, store, BUILT, keys[name], path)
        for name, record in records.items()
        for path, file_digest in record.digests.items()
    }
    return Generated(prepared, files | _shared(prepared, records, store), keys)


def _build(names: Sequence[str], prepared: Prepared) -> list[tuple[Any, bytes]]:
    """Meta and packed body of each service."""
    from tritonfleet.pipeline.build import build, draft_service

    drafts = [draft_service(prepared.file, name, prepared.pools) for name in names]
    results = (built(bundle) for bundle in build(prepared.file, drafts))
    return [(record.to_json(), pack(body)) for record, body in results]


def _built_key(prepared: Prepared, name: str) -> str:
    """A service's key with all that it takes from the others: whether its pools have room for one more pod.

    A scaled service takes from them how far it may grow, too.
    """
    room = []
    for environment, demand in prepared.examined[name].demands.items():
        pool = prepared.pools[demand.pool_key]
        room.append(f"{environment} {pool.has_room(demand.per_pod)}")
        if demand.scaled:
            room.append(repr(room_of(demand, pool)))
    return digest(prepared.keys[name], *room)


def _platform(prepared: Prepared, store: Store, known: dict[str, Any]) -> str:
    """Build the platform when it changed; its key."""
    quotas = _gpu_quotas(prepared)
    fleet = prepared.file.fleet
    environments = {
        name: environment.model_dump(mode="json", exclude={"overrides"})
        for name, environment in fleet.environments.items()
    }
    watched = {name: repr([cluster.prometheus, cluster.keda]) for name, cluster in fleet.clusters.items()}
    key = digest(tool_digest(), PLATFORM, repr([quotas, environments, watched]))
    if key not in known:
        from tritonfleet.pipeline.build import build, draft_platform

        (bundle,) = build(prepared.file, [draft_platform(prepared.file, quotas)])
        record, body = built(bundle)
        known[key] = record.to_json()
        store.put(BUILT, key, known[key], pack(body))
    return key


def _clusters(prepared: Prepared, store: Store, known: dict[str, Any]) -> dict[str, str]:
    """Build what clusters need once, where it changed; unit → key."""
    keys = cluster_keys(prepared.file)
    missing = [name for name, key in keys.items() if key not in known]
    if missing:
        from tritonfleet.pipeline.build_clusters import build_clusters

        for name, bundle in zip(missing, build_clusters(prepared.file, missing), strict=True):
            record, body = built(bundle)
            known[keys[name]] = record.to_json()
            store.put(BUILT, keys[name], known[keys[name]], pack(body))
    return {unit_of(name): key for name, key in keys.items()}


def _gpu_quotas(prepared: Prepared) -> dict[str, dict[str, int]]:
    """Environment → resource → what all its pods and one more of each service may ask for, grown as far as they may."""
    quotas: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in prepared.examined.values():
        for environment, demand in record.demands.items():
            grown = room_of(demand, prepared.pools[demand.pool_key]).share if demand.scaled else 0
            quotas[environment][demand.counted_as] += demand.total + demand.per_pod * (1 + grown)
    return {environment: dict(sorted(amounts.items())) for environment, amounts in quotas.items()}


def _shared(prepared: Prepared, records: Mapping[str, BuiltRecord], store: Store) -> dict[str, Content]:
    """The files about all services: each environment's kustomization, and Argo CD's."""
    raw = prepared.file.raw
    environments = {n: without_overrides(e) for n, e in (raw.get("environments") or {}).items()}
    facts = [raw["metadata"], raw.get("gitops"), raw.get("clusters"), environments]
    apps = {name: record.apps for name, record in records.items()}
    adapters = [record.adapter for record in records.values()]
    key = digest(tool_digest(), repr([facts, apps, adapters]))
    digests = store.metas(SHARED).get(key)
    if digests is None:
        from tritonfleet.pipeline.sites import shared_files

        texts = shared_files(prepared.file, records)
        digests = {path: text.digest for path, text in texts.items()}
        store.put(
            SHARED, key, digests, pack({"files": {path: text.data.decode() for path, text in texts.items()}})
        )
        store.keep_only(SHARED, [key])
    return {path: Stored(file_digest, store, SHARED, key, path) for path, file_digest in digests.items()}

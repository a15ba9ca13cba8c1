"""Everything a pod template names: configuration, secrets, claims and volumes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Workload, items, mapping
from tritonfleet.checks.rule import Breach, Verdicts
from tritonfleet.checks.secrets import made_secrets
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Reference:
    """A field of a pod template that names a ConfigMap or a Secret, and perhaps a key in it.

    ``path`` leads to the name, ``key_path`` to the key.
    """

    kind: str
    name: Any
    path: Path
    key: str | None = None
    key_path: Path = ()
    optional: bool = False


_VOLUMES = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"))
_PROJECTIONS = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "name"))
_ENV = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))
_ENV_FROM = (("configMapRef", "ConfigMap"), ("secretRef", "Secret"))


def references(workload: Workload) -> Iterator[Reference]:
    """Every ConfigMap and Secret that the pods need, one entry a key where keys are named."""
    yield from _from_volumes(workload)
    for path, container in workload.containers:
        yield from _from_environment(path, container)
    for number, secret in items(workload.spec, "imagePullSecrets"):
        where = (*workload.path, "spec", "imagePullSecrets", number, "name")
        yield Reference("Secret", secret.get("name"), where)


def _from_volumes(workload: Workload) -> Iterator[Reference]:
    for number, volume in items(workload.spec, "volumes"):
        path = (*workload.path, "spec", "volumes", number)
        for field, kind, name in _VOLUMES:
            if field in volume:
                yield from _mounted(kind, name, mapping(volume, field), (*path, field))
        for index, source in items(volume, "projected", "sources"):
            for field, kind, name in _PROJECTIONS:
                if field in source:
                    where = (*path, "projected", "sources", index, field)
                    yield from _mounted(kind, name, mapping(source, field), where)


def _mounted(kind: str, name: str, source: Mapping[str, Any], path: Path) -> Iterator[Reference]:
    optional = source.get("optional") is True
    keys = list(items(source, "items"))
    if not keys:
        yield Reference(kind, source.get(name), (*path, name), optional=optional)
    for number, item in keys:
        where = (*path, "items", number, "key")
        yield Reference(kind, source.get(name), (*path, name), item.get("key"), where, optional)


def _from_environment(path: Path, container: Mapping[str, Any]) -> Iterator[Reference]:
    for number, variable in items(container, "env"):
        for field, kind in _ENV:
            source = mapping(variable, "valueFrom", field)
            if source:
                at = (*path, "env", number, "valueFrom", field)
                optional = source.get("optional") is True
                yield Reference(
                    kind, source.get("name"), (*at, "name"), source.get("key"), (*at, "key"), optional
                )
    for number, origin in items(container, "envFrom"):
        for field, kind in _ENV_FROM:
            source = mapping(origin, field)
            if source:
                at = (*path, "envFrom", number, field, "name")
                yield Reference(kind, source.get("name"), at, optional=source.get("optional") is True)


def resolve(world: World, kind: str) -> Verdicts:
    """The verdicts on every reference to a ConfigMap or Secret: it exists, and so does the key in it."""
    for workload, required in world.derived(_required):
        seen: set[Path] = set()
        for ref in required:
            if ref.kind != kind:
                continue
            if ref.path not in seen:
                seen.add(ref.path)
                yield from world.reference(workload.resource, ref.path, kind, ref.name)
            yield from _key(world, workload, ref)


def all_references(world: World) -> list[tuple[Workload, list[Reference]]]:
    """Every workload with all that its pods name."""
    return [(workload, list(references(workload))) for workload in world.index.workloads]


def _required(world: World) -> list[tuple[Workload, list[Reference]]]:
    """Every workload with the references that its pods do not start without."""
    return [
        (workload, [ref for ref in found if not ref.optional])
        for workload, found in world.derived(all_references)
    ]


def _key(world: World, workload: Workload, ref: Reference) -> Verdicts:
    known = keys_of(world, ref.kind, workload.resource.namespace, str(ref.name))
    if known is not None and ref.key is not None and ref.key not in known:
        from tritonfleet.suggest import suggest

        message = f"{ref.kind} `{ref.name}` has no key `{ref.key}`"
        yield Breach(workload.resource, ref.key_path, message, suggest(str(ref.key), known))


def keys_of(world: World, kind: str, namespace: str, name: str) -> Collection[str] | None:
    """The keys of a ConfigMap or Secret that is here, or that a controller makes of what is here; None when unknown."""
    holder = world.index.get(kind, namespace, name)
    if holder is not None:
        return [str(k) for field in ("data", "binaryData", "stringData") for k in mapping(holder.data, field)]
    return world.derived(made_secrets).get((namespace, name)) if kind == "Secret" else None

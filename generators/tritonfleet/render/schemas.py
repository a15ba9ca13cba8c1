"""The vendored closed schemas of the kinds we emit, by apiVersion, kind and Kubernetes minor version.

schemas/definitions.json holds each distinct part once; schemas/kinds.json names the definition of each kind:
by minor version ("1.36") for Kubernetes' own, and under "any" for custom resources.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError
from tritonfleet.paths import cache_dir, data_dir

if TYPE_CHECKING:
    from jsonschema_rs import Validator

Schema = dict[str, Any]

_ANY = "any"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_for(api_version: str, kind: str, kubernetes: str) -> Schema | None:
    """The closed, self-contained schema of a kind; None when none is vendored.

    ``kubernetes`` is a minor version such as "1.36"; InputError when it is not one of ``minors()``.
    """
    name = _definition(api_version, kind, kubernetes)
    return None if name is None else _whole(name)


def validator(api_version: str, kind: str, kubernetes: str) -> Validator | None:
    """The compiled schema of a kind, compiled once for all versions that share it; None as above."""
    name = _definition(api_version, kind, kubernetes)
    return None if name is None else _compiled(name)


@cache
def minors() -> tuple[str, ...]:
    """The Kubernetes minor versions that have schemas, oldest first."""
    found = (minor for minor in _load("kinds.json") if minor != _ANY)
    return tuple(sorted(found, key=lambda minor: int(minor.split(".")[1])))


def kinds(kubernetes: str) -> Iterator[tuple[str, str]]:
    """apiVersion and kind of everything that has a schema at this minor version."""
    for identity in (*_of_minor(kubernetes), *_load("kinds.json")[_ANY]):
        api_version, kind = identity.split(" ")
        yield api_version, kind


def materialised(kubernetes: str) -> Path:
    """A folder for kubeconform: a file a kind, ``<kind>_<group>_<version>.json`` in lower case.

    The core group goes by its version, as in kubeconform itself (kubeconform:pkg/registry/registry.go).
    Written to the user's cache once for each content of the vendored schemas.
    """
    content = hashlib.sha256((_text("definitions.json") + _text("kinds.json")).encode()).hexdigest()[:16]
    folder = cache_dir() / "schemas" / content / kubernetes
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent))
    for api_version, kind in kinds(kubernetes):
        schema = schema_for(api_version, kind, kubernetes)
        group, _, version = api_version.rpartition("/")
        name = "_".join(part.lower() for part in (kind, group or version, version))
        (staging / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    try:
        os.rename(staging, folder)
    except OSError:
        # Another process was faster, with the same content.
        shutil.rmtree(staging)
    return folder


@lru_cache(maxsize=4096)
def _definition(api_version: str, kind: str, kubernetes: str) -> str | None:
    identity = f"{api_version} {kind}"
    own = _of_minor(kubernetes).get(identity)
    return own or _load("kinds.json")[_ANY].get(identity)


def _of_minor(kubernetes: str) -> dict[str, str]:
    by_minor = _load("kinds.json")
    if kubernetes not in minors():
        known = ", ".join(minors())
        raise InputError.of(f"no schemas for Kubernetes {kubernetes}", fix=f"known: {known}")
    of_minor: dict[str, str] = by_minor[kubernetes]
    return of_minor


@cache
def _compiled(name: str) -> Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_whole(name))


@cache
def _whole(name: str) -> Schema:
    """A definition with every definition it needs."""
    definitions = _load("definitions.json")
    needed: dict[str, Schema] = {}
    pending = [name]
    while pending:
        current = pending.pop()
        if current not in needed:
            needed[current] = definitions[current]
            pending.extend(_references(definitions[current]))
    return {"$schema": _DIALECT, **needed.pop(name), "$defs": needed}


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix("#/$defs/")
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_text(name))
    return loaded


def _text(name: str) -> str:
    return (data_dir("schemas") / name).read_text(encoding="utf-8")

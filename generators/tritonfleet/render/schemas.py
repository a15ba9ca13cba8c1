"""The vendored closed schemas of Kubernetes' own kinds and of custom resources, by identity and minor version."""

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
from tritonfleet.paths import cache_dir
from tritonfleet.render import schema_files

if TYPE_CHECKING:
    from jsonschema_rs import Validator

Schema = dict[str, Any]


def known(api_version: str, kind: str, kubernetes: str) -> bool:
    """Whether there is a schema of the kind at this minor version."""
    return _definition(api_version, kind, kubernetes) is not None


def schema_for(api_version: str, kind: str, kubernetes: str) -> Schema | None:
    """The closed, self-contained schema of a kind; None when none is vendored.

    ``kubernetes`` is a minor version such as "1.36", InputError when it is none. An older or newer one than those of
    ``minors()`` is judged by the nearest of them.
    """
    name = _definition(api_version, kind, kubernetes)
    return None if name is None else _parsed(name)


def validator(api_version: str, kind: str, kubernetes: str) -> Validator | None:
    """The compiled schema of a kind, compiled once for all versions that share it; None as above."""
    name = _definition(api_version, kind, kubernetes)
    return None if name is None else _compiled(name)


def experimental(api_version: str, kind: str) -> Validator | None:
    """The compiled schema of a kind with its experimental fields; None when it has none of its own."""
    name = schema_files.tables()[schema_files.EXPERIMENTAL].get(f"{api_version} {kind}")
    return None if name is None else _compiled(name)


def origin(api_version: str, kind: str) -> str:
    """Whose definition of a custom resource this is, such as ``kserve/kserve v0.20.0``; empty for Kubernetes' own."""
    identity = f"{api_version} {kind}"
    for file in json.loads(schema_files.read("origin.json")):
        if identity in file["kinds"] and file["holds"] == schema_files.ANY:
            return f"{file.get('repository') or file['module'].removeprefix('github.com/')} {file['version']}"
    return ""


@cache
def minors() -> tuple[str, ...]:
    """The Kubernetes minor versions that have schemas, oldest first."""
    found = (minor for minor in schema_files.tables() if minor[0].isdigit())
    return tuple(sorted(found, key=lambda minor: int(minor.split(".")[1])))


def kinds(kubernetes: str) -> Iterator[tuple[str, str]]:
    """apiVersion and kind of everything that has a schema at this minor version."""
    identities = {identity for table in _tables(kubernetes) for identity in table}
    return map(_parts, sorted(identities))


def serving(api_version: str, kind: str) -> list[str]:
    """The minor versions of which this is one of Kubernetes' own kinds, oldest first."""
    return [minor for minor in minors() if f"{api_version} {kind}" in _of_minor(minor)]


def built_in(kubernetes: str) -> Iterator[tuple[str, str]]:
    """apiVersion and kind of Kubernetes' own: in their API groups there are no others."""
    return map(_parts, _of_minor(kubernetes))


def materialised(kubernetes: str) -> Path:
    """A folder for kubeconform: a file a kind, ``<kind>_<group>_<version>.json`` in lower case.

    The core group goes by its version, as in kubeconform itself (kubeconform:pkg/registry/registry.go).
    Written to the user's cache once for each content of the vendored schemas.
    """
    content = schema_files.read("definitions.json") + schema_files.read("kinds.json")
    folder = cache_dir() / "schemas" / hashlib.sha256(content).hexdigest()[:16] / kubernetes
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent))
    for api_version, kind in kinds(kubernetes):
        name = _definition(api_version, kind, kubernetes)
        group, _, version = api_version.rpartition("/")
        stem = "_".join(part.lower() for part in (kind, group or version, version))
        (staging / f"{stem}.json").write_text(schema_files.whole(name or ""), encoding="utf-8")
    try:
        os.rename(staging, folder)
    except OSError:
        # Another process was faster, with the same content.
        shutil.rmtree(staging)
    return folder


def _parts(identity: str) -> tuple[str, str]:
    api_version, kind = identity.split(" ")
    return api_version, kind


@lru_cache(maxsize=4096)
def _definition(api_version: str, kind: str, kubernetes: str) -> str | None:
    identity = f"{api_version} {kind}"
    return next((table[identity] for table in _tables(kubernetes) if identity in table), None)


def _tables(kubernetes: str) -> tuple[dict[str, str], ...]:
    """Where a kind is looked for, first to last."""
    every = schema_files.tables()
    return _of_minor(kubernetes), every[schema_files.ANY], every[schema_files.EXPERIMENTAL]


def _of_minor(kubernetes: str) -> dict[str, str]:
    return schema_files.tables()[_nearest(kubernetes)]


@cache
def _nearest(kubernetes: str) -> str:
    """The minor version that has schemas, or the oldest or newest that has."""
    major, _, minor = kubernetes.partition(".")
    if major != "1" or not minor.isdecimal():
        raise InputError.of(f"no schemas for Kubernetes {kubernetes}", fix=f"known: {', '.join(minors())}")
    first, last = int(minors()[0].removeprefix("1.")), int(minors()[-1].removeprefix("1."))
    return f"1.{min(max(int(minor), first), last)}"


@cache
def _compiled(name: str) -> Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema_files.whole(name))


@cache
def _parsed(name: str) -> Schema:
    parsed: Schema = json.loads(schema_files.whole(name))
    return parsed

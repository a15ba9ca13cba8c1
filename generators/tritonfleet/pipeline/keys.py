"""Content keys: two inputs with one key give byte for byte one output, so a stored result can never be stale.

A key covers everything a result depends on: this package, the charts, Helm itself, the service as written, the
models it may load, every environment and cluster it runs in, and the models' local files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from tritonfleet import paths, tools
from tritonfleet.digests import data_digest, digest
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.raw import texts

LIBRARIES = ("pydantic", "pydantic-core", "yaml-rs", "PyYAML", "protobuf", "tritonclient", "jsonschema-rs")


@lru_cache
def tool_digest() -> str:
    """The state of this package, of the libraries it writes with, of the charts and of Helm.

    A file's state is its size, time and inode, as Git's index has it: reading them all would cost every run.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    states = [*_states(package), *_states(str(paths.data_dir("charts"))), _state(os.stat(tools.find("helm")))]
    libraries = (f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return digest(*states, *libraries, sys.version)


def _states(folder: str) -> list[str]:
    """The state of every source file below a folder, in a fixed order."""
    found = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    found += _states(entry.path)
            else:
                found.append(f"{entry.name} {_state(entry.stat())}")
    return found


def _state(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"


class ServiceKeys:
    """Keys of every service of one fleet file; what they share is hashed once."""

    def __init__(self, file: FleetFile) -> None:
        self._file = file
        self._raw = file.raw
        self._models = {
            name: digest(file.digests["models", name], _files_digest(file.root, model))
            for name, model in self._raw["models"].items()
        }
        self._fleet = repr([self._raw.get("slo"), self._raw.get("runbooks")])
        self._environments = {
            name: digest(name, data_digest(without_overrides(environment)), self._cluster(environment))
            for name, environment in (self._raw.get("environments") or {}).items()
        }

    def _cluster(self, environment: Mapping[str, Any]) -> str:
        return data_digest(self._raw["clusters"][environment["cluster"]])

    def of(self, name: str) -> str:
        """The key of one service, without what depends on the other services (free capacity)."""
        models = self._raw["services"][name]["models"]
        parts = [tool_digest(), self._fleet, self._file.digests["services", name], *self._model_parts(models)]
        for environment, own in self._environments.items():
            overrides = self._raw["environments"][environment].get("overrides") or {}
            override = (overrides.get("services") or {}).get(name)
            loaded = texts(override or {}, "models") or models
            changed = overrides.get("models") or {}
            parts += [own, repr(override), self._measured(name, override), *self._model_parts(loaded)]
            parts += [repr(changed.get(model)) for model in loaded]
        return digest(*parts)

    def _measured(self, name: str, override: Mapping[str, Any] | None) -> str:
        """The content of the profile's file, from which a scaled service takes its numbers."""
        for service in (override or {}, self._raw["services"][name]):
            file = (service.get("profile") or {}).get("file")
            if isinstance(file, str) and (self._file.root / file).is_file():
                return digest((self._file.root / file).read_bytes())
        return ""

    def _model_parts(self, models: Iterable[str]) -> list[str]:
        return [f"{model}:{self._models.get(model, '')}" for model in models]


def without_overrides(environment: Mapping[str, Any]) -> dict[str, Any]:
    """An environment as written, but for what it overrides."""
    return {key: value for key, value in environment.items() if key != "overrides"}


def _files_digest(root: Path, model: Mapping[str, Any]) -> str:
    """The content of a model's local folder; folders are small, since they travel in ConfigMaps."""
    if not model.get("files"):
        return ""
    folder = root / str(model["files"])
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in files for part in (str(path.relative_to(folder)), path.read_bytes())))

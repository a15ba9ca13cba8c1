"""Content keys: two inputs with one key give byte for byte one output, so a stored result can never be stale.

A key covers everything a result depends on: this package, the charts, Helm itself, the service as written, the
models it may load, every environment and cluster it runs in, the models' local files, and the Triton definition.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tritonfleet import paths, tools
from tritonfleet.spec.load import FleetFile


def digest(*parts: str | bytes) -> str:
    """A short hash of the parts, each kept apart from the next."""
    state = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def _canonical(value: Any) -> str:
    # The order of keys is kept: it decides the order of what is written.
    return json.dumps(value, separators=(",", ":"), default=str)


@lru_cache
def tool_digest() -> str:
    """The state of this package, of the charts and of Helm."""
    package = Path(__file__).parent.parent
    sources = sorted(p for s in ("*.py", "*.yaml") for p in package.rglob(s))
    charts = sorted(p for p in paths.data_dir("charts").rglob("*") if p.is_file())
    helm = tools.find("helm").stat()
    files = (part for path in (*sources, *charts) for part in (path.name, path.read_bytes()))
    return digest(*files, f"{helm.st_size} {helm.st_mtime_ns}")


class ServiceKeys:
    """Keys of every service of one fleet file; what they share is hashed once."""

    def __init__(self, file: FleetFile) -> None:
        self._file = file
        self._raw = file.raw
        self._models = {
            name: digest(_canonical(model), _files_digest(file.root, model))
            for name, model in self._raw["models"].items()
        }
        self._environments = {
            name: digest(name, _canonical(_without_overrides(environment)), self._cluster(environment))
            for name, environment in self._raw.get("environments", {}).items()
        }

    def _cluster(self, environment: Mapping[str, Any]) -> str:
        return _canonical(self._raw["clusters"][environment["cluster"]])

    def of(self, name: str) -> str:
        """The key of one service, without what depends on the other services (free capacity)."""
        service = self._raw["services"][name]
        parts = [tool_digest(), name, _canonical(service), *self._model_parts(service.get("models", ()))]
        for environment, own in self._environments.items():
            parts.append(own)
            overrides = self._raw["environments"][environment].get("overrides") or {}
            override = (overrides.get("services") or {}).get(name)
            parts.append(_canonical(override))
            loaded = (override or {}).get("models") or service.get("models", ())
            changed = overrides.get("models") or {}
            parts += [*self._model_parts(loaded), *(_canonical(changed.get(model)) for model in loaded)]
        return digest(*parts)

    def _model_parts(self, models: Iterable[str]) -> list[str]:
        return [f"{model}:{self._models.get(model, '')}" for model in models]


def _without_overrides(environment: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in environment.items() if key != "overrides"}


def _files_digest(root: Path, model: Mapping[str, Any]) -> str:
    """The content of a model's local folder; folders are small, since they travel in ConfigMaps."""
    if not isinstance(model, dict) or not model.get("files"):
        return ""
    folder = root / str(model["files"])
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in files for part in (str(path.relative_to(folder)), path.read_bytes())))

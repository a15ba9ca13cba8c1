"""A model repository on disk, the way Triton reads it.

Sources: triton-inference-server/server:docs/user_guide/model_repository.md;
triton-inference-server/core:src/model_repository_manager/model_lifecycle.cc, VersionsToLoad; src/constants.h.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.errors import InputError, Location
from tritonfleet.modelconfig.rules.problem import Layout

CONFIG = "config.pbtxt"
_PYTHON_MODEL = "model.py"
_VARIANTS = "configs"
_NO_VERSIONS = {_VARIANTS, "warmup", "initial_state"}
_NUMBER = re.compile(r"\d{1,19}")
_MAX_VERSION = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that is no part of the repository, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's folder.

    config: its config.pbtxt, None if there is none.  variants: files for ``--model-config-name``, by name.
    versions: numbers of its version folders, rising.  definition: names in the folder of the first version.
    beside: other files next to the configuration, such as labels.
    """

    name: str
    path: Path
    config: Path | None
    variants: tuple[Path, ...]
    versions: tuple[int, ...]
    definition: frozenset[str]
    beside: frozenset[str]
    ignored: tuple[Ignored, ...]

    @property
    def layout(self) -> Layout:
        """What the validation rules need to know of it."""
        return Layout(self.versions, self.definition, self.beside, _completes(self))


@dataclass(frozen=True, slots=True)
class Repository:
    """The models of a repository by folder name, in alphabetical order, and what is none of them."""

    path: Path
    models: tuple[ModelFolder, ...]
    ignored: tuple[Ignored, ...]


def _completes(folder: ModelFolder) -> bool:
    """Whether a Python model defines ``auto_complete_config``."""
    files = (folder.path / str(version) / _PYTHON_MODEL for version in folder.versions)
    try:
        return any(b"def auto_complete_config" in file.read_bytes() for file in files if file.is_file())
    except OSError:
        return False


def read_repository(path: Path) -> Repository:
    """Look through a repository's folders. Raises InputError if it is no readable folder or has no model."""
    models: list[ModelFolder] = []
    ignored: list[Ignored] = []
    for entry in _entries(path):
        found = _model_or_reason(entry)
        if isinstance(found, ModelFolder):
            models.append(found)
        else:
            ignored.append(Ignored(entry, found))
    if not models:
        fix = f"give the folder whose folders hold a {CONFIG} or a version such as 1/"
        raise InputError.of("there is no model in this folder", Location(str(path)), fix)
    return Repository(path, tuple(models), tuple(ignored))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        reason = (error.strerror or "not readable").lower()
        raise InputError.of(f"the folder cannot be read: {reason}", Location(str(folder))) from None


def _model_or_reason(entry: Path) -> ModelFolder | str:
    if entry.name.startswith("."):
        return "hidden"
    if not entry.is_dir():
        return "a file: a model is a folder"
    model = read_model(entry)
    if model.config is None and not model.versions:
        return f"no model: neither {CONFIG} nor a version folder"
    return model


def read_model(folder: Path) -> ModelFolder:
    """Look through one model's folder. Raises InputError if it cannot be read."""
    entries = _entries(folder)
    versions: dict[int, Path] = {}
    ignored: list[Ignored] = []
    for entry in entries:
        if not entry.is_dir() or entry.name in _NO_VERSIONS:
            continue
        if reason := _no_version(entry.name):
            ignored.append(Ignored(entry, reason))
        else:
            versions[int(entry.name)] = entry
    config = folder / CONFIG
    first = min(versions.values(), key=lambda version: version.name, default=None)
    return ModelFolder(
        name=folder.name,
        path=folder,
        config=config if config.is_file() else None,
        variants=tuple(_variants(folder / _VARIANTS)),
        versions=tuple(sorted(versions)),
        definition=frozenset(entry.name for entry in _entries(first)) if first else frozenset(),
        beside=frozenset(entry.name for entry in entries if entry.is_file() and entry.name != CONFIG),
        ignored=tuple(ignored),
    )


def _no_version(name: str) -> str:
    """Why Triton takes a folder's name for no version; "" if it takes it."""
    if name.startswith("0") and len(name) > 1:
        return "no version: its name begins with 0"
    if not _NUMBER.fullmatch(name) or int(name) > _MAX_VERSION:
        return "no version: its name is no number"
    return ""


def _variants(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (entry for entry in _entries(folder) if entry.suffix == ".pbtxt" and entry.is_file())

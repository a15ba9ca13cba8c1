"""From a model repository to a fleet to start from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.modelconfig.decode import from_message
from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.repository import ModelFolder, Repository, read_repository
from tritonfleet.modelconfig.rules import ModelProblem, validate_models
from tritonfleet.modelconfig.rules.normalise import backend_of_files
from tritonfleet.modelconfig.text import parse
from tritonfleet.spec.explain import problems_of
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_wire import ModelName

_MAX_FILE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """A fleet as YAML data, without clusters and environments; notes say what was left out or is doubtful."""

    fleet: dict[str, Any]
    notes: list[str]


def import_repository(path: Path) -> Imported:
    """Read a model repository. Raises InputError if it is none, or if none of its models can be used.

    A model that cannot be used is left out, with a note.
    """
    repository = read_repository(path)
    notes = [f"{ignored.path}: ignored, {ignored.reason}" for ignored in repository.ignored]
    models: dict[str, dict[str, Any]] = {}
    unusable: list[Problem] = []
    for folder in repository.models:
        notes.extend(_notes_on(folder))
        try:
            models[folder.name] = _model(folder, notes)
        except InputError as error:
            unusable.extend(error.problems)
            notes.extend(f"{problem}; the model {folder.name} is left out" for problem in error.problems)
    if not models:
        raise InputError(*unusable)
    notes.extend(_verdicts(models, repository))
    name = _dns_label(path.resolve().name)
    notes.append(
        f"services.{name}.repository: where the models lie is not known; write it in place of the PVC"
    )
    return Imported(_fleet(name, models), notes)


def read_config(file: Path) -> ModelConfig:
    """Read one config.pbtxt. Raises InputError if it is no text, or none that Triton understands."""
    try:
        content = file.read_bytes()
        if len(content) > _MAX_FILE:
            raise InputError.of("larger than 1 MiB: this is no model configuration", Location(str(file)))
        return parse(content.decode(), str(file))
    except OSError as error:
        reason = (error.strerror or "not readable").lower()
        raise InputError.of(f"the file cannot be read: {reason}", Location(str(file))) from None
    except UnicodeDecodeError:
        raise InputError.of("this is no text in UTF-8", Location(str(file))) from None


def _notes_on(folder: ModelFolder) -> list[str]:
    notes = [f"{ignored.path}: ignored, {ignored.reason}" for ignored in folder.ignored]
    notes.extend(f"{variant}: not imported, a variant for --model-config-name" for variant in folder.variants)
    return notes


def _model(folder: ModelFolder, notes: list[str]) -> dict[str, Any]:
    """The YAML data of one model, known to be valid."""
    where = Location(str(folder.config or folder.path))
    if folder.config is not None:
        message = read_config(folder.config)
        if message.name not in ("", folder.name):
            notes.append(f"{where}: says name {message.name}, but Triton wants the folder's: {folder.name}")
        if message.HasField("ensemble_scheduling") and not (message.platform or message.backend):
            notes.append(f"{where}: says no platform, which an ensemble needs; it is added")
        data = _data(message, where)
    else:
        data = _without_config(folder, notes)
    try:
        TypeAdapter(ModelName).validate_python(folder.name)
        Model.model_validate(data)
    except ValidationError as error:
        raise InputError(*problems_of(error, Model, lambda path, *, key=False: where)) from None
    return {**data, "files": str(folder.path)}


def _data(message: ModelConfig, where: Location) -> dict[str, Any]:
    try:
        return from_message(message)
    except InputError as error:
        raise InputError(*(replace(problem, location=where) for problem in error.problems)) from None


def _without_config(folder: ModelFolder, notes: list[str]) -> dict[str, Any]:
    backend = backend_of_files(folder.definition) or folder.name.partition(".")[2]
    if not backend:
        raise InputError.of("no config.pbtxt, and no file that tells the backend", Location(str(folder.path)))
    notes.append(
        f"{folder.path}: no config.pbtxt; its files tell backend {backend}, Triton completes the rest"
    )
    return {"backend": backend}


def _verdicts(models: dict[str, dict[str, Any]], repository: Repository) -> list[str]:
    """What Triton would say of the imported models."""
    layouts = {folder.name: folder.layout for folder in repository.models if folder.name in models}
    typed = {name: Model.model_validate(data) for name, data in models.items()}
    return [_verdict(problem) for problem in validate_models(typed, layouts=layouts)]


def _verdict(problem: ModelProblem) -> str:
    path = ".".join(map(str, ("models", problem.model, *problem.path)))
    return f"{path}: {problem.message} ({problem.rule}: {problem.fix})"


def _fleet(name: str, models: dict[str, dict[str, Any]]) -> dict[str, Any]:
    service = {"models": list(models), "repository": {"pvc": {"claimName": f"{name}-models"}}}
    return {
        "apiVersion": "tritonfleet.dev/v1alpha1",
        "kind": "Fleet",
        "metadata": {"name": name},
        "models": models,
        "services": {name: service},
    }


def _dns_label(text: str) -> str:
    """A name close to ``text`` that a fleet and a service may have."""
    label = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return label or "models"

"""Model configuration files, and the models that travel inside ConfigMaps.

An environment that overrides a model gets ``configs/<environment>.pbtxt`` beside the model's ``config.pbtxt``; the
server is started with ``--model-config-name=<environment>`` and falls back to ``config.pbtxt`` for every model without
one (triton-inference-server/server:docs/user_guide/model_configuration.md, "Custom Model Configuration").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tritonfleet.charts.repository import PARENT, RELATIVE_PATH
from tritonfleet.errors import InputError, Location
from tritonfleet.modelconfig.proto import to_message, to_text
from tritonfleet.spec.model import Model
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

CONFIG_MAP_LIMIT = 1024**2
"""Bytes of a ConfigMap's data (kubernetes/api:core/v1/types.go, MaxSecretSize is the same for both)."""
ELSEWHERE = "use an object store, a PVC or an image"
ENSEMBLE_VERSION = "1/placeholder"
ENSEMBLE_TEXT = "An ensemble has no file of its own, but Triton looks for a version folder.\n"


def model_configs(
    base: ResolvedService, environments: Mapping[str, ResolvedService]
) -> dict[str, dict[str, str]]:
    """Model → path in the model's folder → text, for the service's own models and each environment's changes."""
    configs: dict[str, dict[str, str]] = {}
    for name, model in base.models.items():
        configs[name] = {"config.pbtxt": config_text(name, model)}
    for environment, service in environments.items():
        for name, model in service.models.items():
            text = config_text(name, model)
            files = configs.setdefault(name, {"config.pbtxt": text})
            if text != files["config.pbtxt"]:
                files[f"configs/{environment}.pbtxt"] = text
    return configs


def config_name(configs: Mapping[str, Mapping[str, str]], environment: ResolvedEnvironment) -> str | None:
    """The environment's name when some model of the service has a configuration of its own there."""
    path = f"configs/{environment.name}.pbtxt"
    return environment.name if any(path in files for files in configs.values()) else None


def config_text(name: str, model: Model) -> str:
    """A model's config.pbtxt."""
    return to_text(to_message(name, model))


def config_map_files(
    root: Path, service: ResolvedService, configs: Mapping[str, Mapping[str, str]], environment: str
) -> dict[str, dict[str, str]]:
    """Model → path → text of all that a ConfigMap repository holds. Empty for other repositories."""
    if service.spec.repository.config_map is None:
        return {}
    own = f"configs/{environment}.pbtxt"
    found: dict[str, dict[str, str]] = {}
    for name, model in service.models.items():
        files = {path: text for path, text in configs[name].items() if path in ("config.pbtxt", own)}
        if model.files:
            files |= _text_files(root / model.files, name)
        elif model.is_ensemble:
            files[ENSEMBLE_VERSION] = ENSEMBLE_TEXT
        _require_room(name, root / (model.files or ""), files)
        found[name] = files
    return found


def _require_room(model: str, folder: Path, files: Mapping[str, str]) -> None:
    size = sum(len(text.encode()) for text in files.values())
    if size > CONFIG_MAP_LIMIT:
        message = f"model {model} has {size} bytes, a ConfigMap holds {CONFIG_MAP_LIMIT}"
        raise InputError.of(message, Location(str(folder)), ELSEWHERE)


def _text_files(folder: Path, model: str) -> dict[str, str]:
    """Every file of a model's folder but its configuration, as text."""
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        generated = relative == "config.pbtxt" or relative.startswith("configs/")
        left_over = any(part == "__pycache__" or part.startswith(".") for part in Path(relative).parts)
        if generated or left_over or not path.is_file():
            continue
        if not re.search(RELATIVE_PATH, relative) or re.search(PARENT, relative):
            message = f"model {model} travels in a ConfigMap, and this file's name does not fit its keys"
            raise InputError.of(
                message, Location(str(path)), "use letters, digits, dots, dashes and underscores"
            )
        try:
            files[relative] = path.read_bytes().decode()
        except UnicodeDecodeError:
            message = f"model {model} travels in a ConfigMap, which holds text, and this file is binary"
            raise InputError.of(message, Location(str(path)), ELSEWHERE) from None
    return files

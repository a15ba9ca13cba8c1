"""The model configurations that lie in ConfigMaps, and the servers that load them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.triton.discovery import servers
from tritonfleet.checks.triton.mounts import File, Mounted, covers, mounts, nearest, seen_below
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.errors import Problem
    from tritonfleet.modelconfig.rules import Layout

CONFIG = "config.pbtxt"
_SUFFIX = ".pbtxt"
_VARIANTS = "configs/"
TEMPLATED = re.compile(r"\$\{\w+[^}]*\}|\{\{")
"""A placeholder that is filled in later, as the TensorRT-LLM backend's templates have."""

_MODEL_PY = "model.py"
_COMPLETES = "def auto_complete_config"


@dataclass(frozen=True)
class ModelConfigFile:
    """One model configuration in a ConfigMap.

    message: Triton's ModelConfig; None if the text is none, and then ``problem`` says why and where in it.
    """

    config_map: Resource
    key: str
    text: str
    message: Any
    problem: Problem | None

    @property
    def path(self) -> Path:
        """The field that holds it."""
        return ("data", self.key)

    @property
    def name(self) -> str:
        """The model's name as far as the file tells it: its field ``name``, else what its key begins with."""
        stated = self.message.name if self.message is not None else ""
        return stated or self.key.removesuffix(_SUFFIX).removesuffix(".config")


@dataclass(frozen=True)
class ModelSet:
    """Models that are loaded together, by folder name.

    server: who loads them; None where no server is seen to mount them.
    complete: whether the server's repositories hold no other model.
    layouts: the folders that ConfigMaps hold whole.
    folders: all models of which something is seen, also those without a readable configuration.
    variants: the names for ``--model-config-name`` that some model has.
    """

    server: Server | None
    models: Mapping[str, ModelConfigFile]
    layouts: Mapping[str, Layout]
    complete: bool
    folders: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()

    def backend(self, name: str) -> str:
        """The backend that runs a model, as Triton deduces it; "" where that is not known."""
        from tritonfleet.modelconfig.rules.normalise import normalised

        return str(normalised(name, self.models[name].message, self.layouts.get(name)).backend)


def model_configs(world: World) -> list[ModelConfigFile]:
    """Every config.pbtxt (and variant) in a ConfigMap, read strictly."""
    return list(world.derived(_by_place).values())


def model_sets(world: World) -> list[ModelSet]:
    """The readable configurations, grouped by the server that loads them; those without one by ConfigMap."""
    return world.derived(_sets)


def _by_place(world: World) -> dict[tuple[int, str], ModelConfigFile]:
    found = {}
    for config_map in world.index.of_kind("ConfigMap"):
        for key, text in mapping(config_map.data, "data").items():
            if isinstance(key, str) and key.endswith(_SUFFIX) and isinstance(text, str):
                found[id(config_map), key] = _read(config_map, key, text)
    return found


def _read(config_map: Resource, key: str, text: str) -> ModelConfigFile:
    from tritonfleet.errors import InputError
    from tritonfleet.modelconfig.text import parse

    try:
        return ModelConfigFile(config_map, key, text, parse(text, key), None)
    except InputError as error:
        return ModelConfigFile(config_map, key, text, None, error.problems[0])


def _sets(world: World) -> list[ModelSet]:
    files = world.derived(_by_place)
    if not files:
        return []
    found: list[ModelSet] = []
    used: set[int] = set()
    for server in servers(world):
        of_server = _of_server(world, server, files)
        if of_server is not None:
            found.append(of_server)
            used.update(id(file) for file in of_server.models.values())
    loose: dict[int, dict[str, ModelConfigFile]] = defaultdict(dict)
    for file in files.values():
        if file.message is not None and id(file) not in used and file.key.endswith(CONFIG):
            loose[id(file.config_map)][file.name] = file
    return found + [ModelSet(None, models, {}, complete=False) for models in loose.values()]


def _of_server(
    world: World, server: Server, files: Mapping[tuple[int, str], ModelConfigFile]
) -> ModelSet | None:
    """The models in the server's local repositories; None when no ConfigMap holds one of them."""
    mounted = mounts(world, server)
    inside = {
        f"{root}/{model}": (model, content)
        for root in (repository.rstrip("/") for repository in server.repositories)
        for model, content in _folders(mounted, root).items()
    }
    models: dict[str, ModelConfigFile] = {}
    layouts: dict[str, Layout] = {}
    for folder, (model, content) in inside.items():
        chosen = _chosen(server, content)
        config = files.get((id(chosen.config_map), chosen.key)) if chosen else None
        if config is not None and config.message is not None:
            models[model] = config
            if not others_at(mounted, folder):
                layouts[model] = _layout(content)
    if not models:
        return None
    variants = frozenset(
        path[len(_VARIANTS) : -len(_SUFFIX)]
        for _, found in inside.values()
        for path in found
        if path.startswith(_VARIANTS) and path.endswith(_SUFFIX)
    )
    names = frozenset(model for model, _ in inside.values())
    return ModelSet(server, models, layouts, _is_complete(server, mounted), names, variants)


def _folders(mounted: list[Mounted], root: str) -> dict[str, dict[str, File]]:
    """The files of each model's folder by their path in it."""
    by_model: dict[str, dict[str, File]] = defaultdict(dict)
    for path, file in seen_below(mounted, root):
        model, slash, inner = path.partition("/")
        if slash:
            by_model[model][inner] = file
    return by_model


def _chosen(server: Server, inside: Mapping[str, File]) -> File | None:
    """The configuration that the server reads: with ``--model-config-name`` the variant, if there is one."""
    flag = server.flag("model-config-name")
    variant = inside.get(f"{_VARIANTS}{flag.text}{_SUFFIX}") if flag else None
    return variant or inside.get(CONFIG)


def others_at(found: list[Mounted], folder: str) -> bool:
    """Whether files may be in the folder that no ConfigMap shows."""
    home = nearest(found, folder)
    if home is None or home.files is None:
        return True
    return any(mount.files is None and covers(folder, mount.point) for mount in found)


def _is_complete(server: Server, found: list[Mounted]) -> bool:
    local = all(repository.startswith("/") for repository in server.repositories)
    if not (server.complete and local and all(flag.text for flag in server.flags("model-repository"))):
        return False
    return all(_is_known(server, found, root.rstrip("/")) for root in server.repositories)


def _is_known(server: Server, found: list[Mounted], root: str) -> bool:
    """Whether nothing but ConfigMaps puts models into a repository."""
    home = nearest(found, root)
    if (home is None and not server.stock) or (home is not None and home.files is None):
        return False
    model_level = (m for m in found if covers(root, m.point) and m.point.count("/") <= root.count("/") + 1)
    return all(mount.files is not None for mount in model_level)


def _layout(inside: Mapping[str, File]) -> Layout:
    from tritonfleet.modelconfig.rules import Layout

    folders: dict[str, set[str]] = defaultdict(set)
    for path in inside:
        folder, slash, name = path.partition("/")
        folders[folder if slash else ""].add(name if slash else folder)
    versions = sorted((name for name in folders if _is_version(name)), key=str)
    code = [file.text for path, file in inside.items() if path.endswith(f"/{_MODEL_PY}")]
    return Layout(
        versions=tuple(sorted(int(name) for name in versions)),
        files=frozenset(folders[versions[0]]) if versions else frozenset(),
        beside=frozenset(folders[""] - {CONFIG}),
        completes=any(_COMPLETES in text for text in code),
    )


def _is_version(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 19 and (name == "0" or not name.startswith("0"))

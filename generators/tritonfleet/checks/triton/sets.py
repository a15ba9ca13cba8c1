"""The models that a server loads together, as far as their configurations lie in ConfigMaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.checks.triton.configs import CONFIG, SUFFIX, ModelConfigFile, by_place
from tritonfleet.checks.triton.discovery import servers
from tritonfleet.checks.triton.layouts import layout_of
from tritonfleet.checks.triton.mounts import File, Mounted, covers, mounts, nearest, seen_below
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.modelconfig.rules import Layout

_VARIANTS = "configs/"


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

        message = self.models[name].message
        return str(message.backend or normalised(name, message, self.layouts.get(name)).backend)


def model_sets(world: World) -> list[ModelSet]:
    """The readable configurations, grouped by the server that loads them; those without one by ConfigMap."""
    return world.derived(_sets)


def read_by_servers(world: World) -> set[tuple[int, str]]:
    """The files, by identity of the ConfigMap and key, that some server reads as a configuration or a variant."""
    return {
        (id(file.config_map), file.key)
        for server in servers(world)
        for root in server.repositories
        for content in _folders(mounts(world, server), root.rstrip("/")).values()
        for path, file in content.items()
        if path == CONFIG or path.startswith(_VARIANTS)
    }


def _sets(world: World) -> list[ModelSet]:
    files = world.derived(by_place)
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
    if not any(repository.startswith("/") for repository in server.repositories):
        return None
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
                layouts[model] = layout_of(content)
    if not models:
        return None
    variants = frozenset(
        path[len(_VARIANTS) : -len(SUFFIX)]
        for _, found in inside.values()
        for path in found
        if path.startswith(_VARIANTS) and path.endswith(SUFFIX)
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
    variant = inside.get(f"{_VARIANTS}{flag.text}{SUFFIX}") if flag else None
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

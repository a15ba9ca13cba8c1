"""Which files a server sees that ConfigMaps hold, and what else is mounted among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class File:
    """A file that a ConfigMap holds under a key."""

    config_map: Resource
    key: str

    @property
    def text(self) -> str:
        """Its content; "" where that is no text."""
        found = value(self.config_map.data, "data", self.key)
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Mounted:
    """What a mount brings: ``files`` by path below ``point``; None where the manifests do not tell.

    ``single``: whether the mount point is one file (subPath of a key).  path: of the mount in the object.
    """

    point: str
    files: Mapping[str, File] | None
    path: Path
    single: bool = False


def mounts(world: World, server: Server) -> list[Mounted]:
    """Every volume mount of the server's container."""
    known = world.derived(_by_server)
    if id(server) not in known:
        known[id(server)] = _mounts(world, server)
    return known[id(server)]


def _by_server(world: World) -> dict[int, list[Mounted]]:
    """Filled as rules ask, for most servers need no look at their volumes."""
    return {}


def _mounts(world: World, server: Server) -> list[Mounted]:
    volumes = {str(volume.get("name")): volume for _, volume in items(server.pod, "volumes")}
    found = []
    for number, mount in items(server.container, "volumeMounts"):
        if not isinstance(mount.get("mountPath"), str):
            continue
        files = _files(world, server.resource.namespace, volumes.get(str(mount.get("name"))))
        point, sub = str(mount["mountPath"]).rstrip("/"), str(mount.get("subPath") or "").strip("/")
        path = (*server.path, "volumeMounts", number)
        if files is None or "subPathExpr" in mount:
            found.append(Mounted(point, None, path))
        elif sub in files:
            found.append(Mounted(point, {"": files[sub]}, path, single=True))
        else:
            below = f"{sub}/" if sub else ""
            inner = {name.removeprefix(below): file for name, file in files.items() if name.startswith(below)}
            found.append(Mounted(point, inner, path))
    return found


def _files(world: World, namespace: str, volume: Mapping[str, Any] | None) -> dict[str, File] | None:
    """The files of a volume by path; None for a volume of which they are not known."""
    if volume is None:
        return None
    if "configMap" in volume:
        return _of_config_map(world, namespace, mapping(volume, "configMap"))
    if "projected" not in volume:
        return None
    found: dict[str, File] = {}
    for _, source in items(volume, "projected", "sources"):
        if "configMap" not in source:
            return None
        files = _of_config_map(world, namespace, mapping(source, "configMap"))
        if files is None:
            return None
        found |= files
    return found


def _of_config_map(world: World, namespace: str, source: Mapping[str, Any]) -> dict[str, File] | None:
    config_map = world.index.get("ConfigMap", namespace, str(source.get("name")))
    if config_map is None:
        return None
    if isinstance(value(source, "items"), list):
        pairs = ((str(item.get("path")), str(item.get("key"))) for _, item in items(source, "items"))
        return {path: File(config_map, key) for path, key in pairs}
    keys = [str(k) for field in ("data", "binaryData") for k in mapping(config_map.data, field)]
    return {key: File(config_map, key) for key in keys}


def covers(point: str, path: str) -> bool:
    """Whether a path is a mount point or lies below it."""
    return path == point or path.startswith(f"{point}/")


def seen_below(found: list[Mounted], folder: str) -> Iterator[tuple[str, File]]:
    """The files below a folder by path in it, as the mounts show them: the longest mount point wins."""
    for mount in found:
        for name, file in (mount.files or {}).items():
            path = f"{mount.point}/{name}".rstrip("/")
            if path.startswith(f"{folder}/") and mount is nearest(found, path):
                yield path.removeprefix(f"{folder}/"), file


def nearest(found: list[Mounted], path: str) -> Mounted | None:
    """The mount that a path lies on; None for the image's own files."""
    return max((m for m in found if covers(m.point, path)), key=lambda m: len(m.point), default=None)

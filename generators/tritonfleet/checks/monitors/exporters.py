"""dcgm-exporter among the manifests: how often it measures, and which counters file it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from tritonfleet.checks.monitors.counters import Counters, read_counters
from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.world import World

_INTERVAL_MS = 30_000
_DEFAULT_FILE = "/etc/dcgm-exporter/default-counters.csv"
_FLAGS = {
    "-f": "DCGM_EXPORTER_COLLECTORS", "--collectors": "DCGM_EXPORTER_COLLECTORS",
    "-c": "DCGM_EXPORTER_INTERVAL", "--collect-interval": "DCGM_EXPORTER_INTERVAL",
    "-m": "DCGM_EXPORTER_CONFIGMAP_DATA", "--configmap-data": "DCGM_EXPORTER_CONFIGMAP_DATA",
    "-k": "DCGM_EXPORTER_KUBERNETES", "--kubernetes": "DCGM_EXPORTER_KUBERNETES",
}  # fmt: skip
"""Flags and the variables that stand for the same. Source: NVIDIA/dcgm-exporter:pkg/cmd/app.go."""


@dataclass(frozen=True, slots=True)
class DcgmExporter:
    """A container that runs dcgm-exporter.

    ``settings``: what variables and flags say, by the variable's name; None where the manifests do not tell.
    ``counters``: the file it reads, None when that is not among the manifests. ``version``: of the image.
    """

    workload: Workload
    path: Path
    container: Mapping[str, Any]
    settings: Mapping[str, str | None]
    counters: Counters | None
    version: str

    @property
    def brings_own_file(self) -> bool:
        """Whether it reads the counters file that its image brings."""
        named = self.settings.get("DCGM_EXPORTER_CONFIGMAP_DATA", "none") != "none"
        file = self.settings.get("DCGM_EXPORTER_COLLECTORS", _DEFAULT_FILE)
        mounts = [str(mount.get("mountPath")) for _, mount in items(self.container, "volumeMounts")]
        return not named and file == _DEFAULT_FILE and not any(_DEFAULT_FILE.startswith(at) for at in mounts)

    @property
    def interval_ms(self) -> int | None:
        """Milliseconds between measurements; None when that is not known."""
        given = self.settings.get("DCGM_EXPORTER_INTERVAL", str(_INTERVAL_MS))
        return amount(given)


def dcgm_exporters(world: World) -> list[DcgmExporter]:
    """Every container whose image is dcgm-exporter's."""
    return [
        _exporter(world, workload, path, container)
        for workload in world.index.workloads
        for path, container in workload.containers
        if "/dcgm-exporter:" in str(container.get("image") or "")
    ]


def _exporter(world: World, workload: Workload, path: Path, container: Mapping[str, Any]) -> DcgmExporter:
    settings = _settings(container)
    counters = _counters(world, workload, container, settings)
    version = str(container.get("image")).rpartition(":")[2].partition("@")[0]
    return DcgmExporter(workload, path, container, settings, counters, version)


def _settings(container: Mapping[str, Any]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for _, variable in items(container, "env"):
        given = variable.get("value")
        found[str(variable.get("name"))] = given if isinstance(given, str) else None
    words = [word for field in ("command", "args") for word in _texts(container.get(field))]
    for word, following in zip_longest(words, words[1:]):
        name, equals, given = word.partition("=")
        if name in _FLAGS:
            found[_FLAGS[name]] = given if equals else following
    return found


def _texts(value: Any) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _counters(
    world: World, workload: Workload, container: Mapping[str, Any], settings: Mapping[str, str | None]
) -> Counters | None:
    named = settings.get("DCGM_EXPORTER_CONFIGMAP_DATA", "none")
    if named != "none":
        namespace, _, name = (named or "").partition(":")
        return of_config_map(world.index.get("ConfigMap", namespace, name), "metrics")
    file = settings.get("DCGM_EXPORTER_COLLECTORS", _DEFAULT_FILE)
    return _mounted(world, workload, container, file) if file else None


def _mounted(world: World, workload: Workload, container: Mapping[str, Any], file: str) -> Counters | None:
    for _, mount in items(container, "volumeMounts"):
        at = str(mount.get("mountPath"))
        inside = str(mount.get("subPath") or "") if at == file else _below(at, file)
        volume = next(
            (v for _, v in items(workload.spec, "volumes") if v.get("name") == mount.get("name")), None
        )
        if inside and volume is not None:
            return _in_volume(world, workload, volume, inside)
    return None


def _below(folder: str, file: str) -> str:
    path = PurePosixPath(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) and folder != file else ""


def _in_volume(world: World, workload: Workload, volume: Mapping[str, Any], name: str) -> Counters | None:
    source = mapping(volume, "configMap")
    keys = {str(item.get("path")): str(item.get("key")) for _, item in items(source, "items")}
    config_map = world.index.get("ConfigMap", workload.resource.namespace, str(source.get("name")))
    return of_config_map(config_map, keys.get(name, name))


def of_config_map(config_map: Resource | None, key: str) -> Counters | None:
    """The counters file under a key of a ConfigMap; None when there is none."""
    text = value(config_map.data, "data", key) if config_map is not None else None
    return (
        read_counters(config_map, ("data", key), text)
        if config_map is not None and isinstance(text, str)
        else None
    )

"""What the closed types of the device plugin's configuration refuse, where the plugin itself says nothing or exits.

The plugin reads its configuration loosely: a key that it does not know is dropped without a word
(NVIDIA/k8s-device-plugin:api/config/v1/config.go). charts/device_plugin.py knows every key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.checks.gpu.plugin_configs import PluginConfig, plugin_configs
from tritonfleet.checks.objects import Path
from tritonfleet.checks.world import World

IGNORED = ("resources",)
"""What the plugin knows at the top and ignores; GPU311 speaks of it, and of ``rename`` and ``devices``."""

UNKNOWN, MISSING = "extra_forbidden", "missing"
_BETWEEN_KEYS = "rule"


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that is refused. ``kind`` is pydantic's word for why, ``given`` the value that was found."""

    config: PluginConfig
    path: Path
    kind: str
    message: str
    given: Any

    @property
    def key(self) -> str:
        """The last key of the path."""
        return str(self.path[-1]) if self.path else ""


def plugin_problems(world: World) -> list[Problem]:
    """Every field of a readable configuration that its types refuse; rules between keys have rules of their own."""
    return world.derived(_problems)


def _problems(world: World) -> list[Problem]:
    return [problem for config in plugin_configs(world) if config.data for problem in _of(config)]


def _of(config: PluginConfig) -> Iterator[Problem]:
    from pydantic import ValidationError

    from tritonfleet.charts.device_plugin import DevicePluginConfig

    own = {key: given for key, given in config.data.items() if key != "version" and key not in IGNORED}
    try:
        DevicePluginConfig.model_validate(own)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            if found["type"] != _BETWEEN_KEYS:
                path = _path(own, found["loc"], found["type"])
                yield Problem(config, path, found["type"], found["msg"], found.get("input"))


def _path(data: Any, parts: tuple[int | str, ...], kind: str) -> Path:
    """The parts that lead through the data: between them pydantic names the branches of a union."""
    path: list[str | int] = []
    for number, part in enumerate(parts):
        last = kind == MISSING and number == len(parts) - 1
        if isinstance(data, Mapping) and (part in data or last):
            path.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(part)
            data = data[part]
    return tuple(path)


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """Every key of a configuration, and the dotted paths of the sections that have it; the top is ""."""
    from tritonfleet.charts.device_plugin import DevicePluginConfig

    found: dict[str, tuple[str, ...]] = {}
    for section, key in _keys(DevicePluginConfig, ""):
        found[key] = (*found.get(key, ()), section)
    return found


def _keys(model: Any, section: str) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        key = str(field.alias or name)
        yield section, key
        for inner in _models(field.annotation):
            yield from _keys(inner, f"{section}.{key}".lstrip("."))


def _models(annotation: Any) -> Iterator[Any]:
    """The types of objects within an annotation such as ``Sharing | None`` or ``list[SharedResource]``."""
    from typing import get_args

    if hasattr(annotation, "model_fields"):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)

"""NVIDIA's unmodified device plugin and GPU feature discovery, asked about machines that do not exist.

Both run with a fake libnvidia-ml on a root folder of their own; nothing of the real machine is read or changed. A call
starts one program, takes some tenths of a second, and leaves nothing behind. ``require()`` skips a test where that
cannot work, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from support import fake_nvml
from support.gpus import Gpu, Node
from support.kubelet import Plugin
from support.nvidia_programs import (
    DISCOVERY,
    PLUGIN,
    last_error,
    resolved_config,
    run_discovery,
    run_plugin,
    warnings,
)
from support.private_root import unavailable
from tritonfleet import tools, yamlio
from tritonfleet.errors import ToolMissing

__all__ = ["Advertised", "Allocation", "Gpu", "Node", "Refused", "advertised", "allocate", "labels", "lost_keys",
           "parse_config", "require"]  # fmt: skip


class Refused(Exception):
    """The program did not accept the configuration or the node; the text is its own last error."""


@dataclass(frozen=True)
class Advertised:
    """What the plugin registered with the kubelet: devices by resource name; what it warned of; why it failed."""

    resources: dict[str, int]
    warnings: tuple[str, ...]
    error: str | None


@dataclass(frozen=True)
class Allocation:
    """What a container gets that asks for devices (mounts: container path to host path), or why it is refused."""

    envs: dict[str, str]
    mounts: dict[str, str]
    error: str | None


def require() -> None:
    """Skip the test, with the reason, where the programs cannot be run."""
    reason = unavailable()
    try:
        for name in (PLUGIN, DISCOVERY):
            tools.find(name)
        fake_nvml.library()
    except ToolMissing as missing:
        reason = reason or str(missing)
    if reason:
        pytest.skip(reason)


def advertised(config: str, node: Node) -> Advertised:
    """The resources the device plugin registers for this configuration file on this node."""
    resources, log = run_plugin(config, node)
    return Advertised(resources, warnings(log), last_error(log))


def allocate(config: str, node: Node, resource: str, count: int) -> Allocation:
    """Ask the device plugin for ``count`` devices of a resource; KeyError when it does not register that."""
    answers: dict[str, Allocation] = {}

    def ask(plugin: Plugin) -> None:
        if plugin.resource == resource:
            answers[resource] = _allocate(plugin, count)

    run_plugin(config, node, ask)
    return answers[resource]


def labels(config: str, node: Node) -> dict[str, str]:
    """The node labels GPU feature discovery writes; Refused when it writes none."""
    written, log = run_discovery(config, node)
    if written is None:
        raise Refused(last_error(log))
    return written


def parse_config(config: str) -> dict[str, Any]:
    """The configuration as the device plugin understood it, defaults filled in; Refused when it does not."""
    _, log = run_plugin(config, Node())
    understood = resolved_config(log)
    if understood is None:
        raise Refused(last_error(log))
    return understood


def lost_keys(config: str) -> list[str]:
    """The paths of a configuration that neither program prints back: dropped without a word, as both do.

    A path through a list names no index; a key in another case counts as lost, although Go takes some of them.
    Refused when the plugin refuses the configuration.
    """
    written = yamlio.load(config, "config.yaml")
    lost = _not_printed(written)
    # A false that was understood is not printed (omitempty); the same key with true is.
    unclear = {path for path, value in _leaves(written) if value is False and path in lost}
    understood = unclear - _not_printed(_with_true(written)) if unclear else set()
    return sorted(lost - understood)


def _allocate(plugin: Plugin, count: int) -> Allocation:
    try:
        given = plugin.allocate(count)
    except grpc.RpcError as refusal:
        return Allocation({}, {}, refusal.details())
    envs = {pair.key: pair.value for pair in given.envs}
    return Allocation(envs, {mount.container_path: mount.host_path for mount in given.mounts}, None)


def _not_printed(written: Any) -> set[str]:
    config = yamlio.dump(written)
    _, log = run_discovery(config, Node())
    printed = [*_leaves(parse_config(config)), *_leaves(resolved_config(log))]
    return {path for path, _ in _leaves(written)} - {path for path, _ in printed}


def _with_true(value: Any) -> Any:
    """The same keys with true for every false."""
    if isinstance(value, dict):
        return {key: _with_true(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_true(item) for item in value]
    return True if value is False else value


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield path, value

"""Which resources are shared between pods, as far as nodes or a configuration of the device plugin say."""

from __future__ import annotations

from tritonfleet.checks.facts import NodeFacts
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.world import World

SHARED = ".shared"


def shared_by(node: NodeFacts, resource: str) -> str:
    """How the nodes share a resource: ``mps``, ``time-slicing``, or "" where they do not or nobody says."""
    own = node.labels.get(f"{resource.removesuffix(SHARED)}.sharing-strategy", "")
    return own if own in ("mps", "time-slicing") else ""


def is_shared(world: World, resource: str) -> bool:
    """Whether a request for the resource can only get a share: by its name, or because every node shares it."""
    if resource.endswith(SHARED):
        return True
    having = [node for node in nodes(world) or () if node.resources.get(resource)]
    return bool(having) and all(shared_by(node, resource) for node in having)


def refuses_more_than_one(world: World, resource: str) -> bool:
    """Whether a configuration at hand makes the device plugin refuse requests for more than one share."""
    return any(
        config.advertised(shared) == resource and config.fails_above_one(shared.mode)
        for config in plugin_configs(world)
        for shared in config.shared
    )

"""InferenceGraphs: their nodes and the steps between them.

Source: kserve/kserve:pkg/apis/serving/v1alpha1/inference_graph.go and cmd/router/main.go (v0.20.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.kserve.services import GROUP
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.world import World

ROOT = "root"
TARGETS = ("nodeName", "serviceName", "serviceUrl")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph: its router type and its steps, each with its path."""

    name: str
    path: Path
    router: str
    steps: tuple[tuple[Path, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """An InferenceGraph and its nodes by name."""

    resource: Resource
    nodes: Mapping[str, Node]


def graphs(world: World) -> list[Graph]:
    """Every InferenceGraph."""
    return world.derived(_graphs)


def _graphs(world: World) -> list[Graph]:
    found = (g for g in world.index.of_kind("InferenceGraph") if g.group == GROUP)
    return [Graph(resource, {node.name: node for node in _nodes(resource)}) for resource in found]


def _nodes(resource: Resource) -> Iterator[Node]:
    for name, node in mapping(resource.data, "spec", "nodes").items():
        path: Path = ("spec", "nodes", str(name))
        steps = tuple(((*path, "steps", number), step) for number, step in items(node, "steps"))
        yield Node(str(name), path, str(mapping(node).get("routerType")), steps)

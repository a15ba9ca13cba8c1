"""The nodes with GPUs: what the fleet says of them, else what Node objects among the manifests do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from tritonfleet.checks.facts import NodeFacts, Taint
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.world import World


def nodes(world: World) -> tuple[NodeFacts, ...] | None:
    """The nodes with GPUs, those alike together; None when nobody said.

    Node objects that report no resource of NVIDIA's say nothing: the device plugin may not run yet.
    """
    return world.facts.nodes if world.facts.nodes is not None else world.derived(_from_objects)


def advertised(world: World) -> Mapping[str, int]:
    """How much of each resource all nodes have together; empty when nodes are unknown."""
    return world.derived(_advertised)


def _advertised(world: World) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for group in nodes(world) or ():
        for name, count in group.resources.items():
            total[name] += count * group.nodes
    return total


def _from_objects(world: World) -> tuple[NodeFacts, ...] | None:
    alike: dict[str, list[NodeFacts]] = defaultdict(list)
    for node in world.index.of_kind("Node"):
        found = _node(node)
        if found.resources:
            own = {k: v for k, v in found.labels.items() if k != "kubernetes.io/hostname"}
            alike[repr((sorted(found.resources.items()), sorted(own.items()), found.taints))].append(found)
    groups = tuple(
        NodeFacts(len(same), same[0].resources, same[0].labels, same[0].taints) for same in alike.values()
    )
    return groups or None


def _node(node: Resource) -> NodeFacts:
    status = mapping(node.data, "status")
    given = mapping(status, "allocatable") or mapping(status, "capacity")
    resources = {name: count for name, value in given.items() if is_gpu(name) and (count := amount(value))}
    return NodeFacts(1, resources, node.labels, tuple(_taints(node)))


def _taints(node: Resource) -> Iterator[Taint]:
    for _, taint in items(node.data, "spec", "taints"):
        yield Taint(*(str(taint.get(field) or "") for field in ("key", "value", "effect")))

"""Which GPUs are drawn together: each for itself, or in big pools all that look alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tritonfleet.picture.model import Gpu, Node, Part, Slice


@dataclass(frozen=True, slots=True)
class Group:
    """GPUs drawn as one card, at least one; ``where`` has a line a node."""

    heading: str
    where: tuple[str, ...]
    gpus: tuple[Gpu, ...]


@dataclass(frozen=True, slots=True)
class NodeGroup:
    """Nodes drawn as one row."""

    name: str
    mig_config: str
    device_plugin_config: str
    groups: tuple[Group, ...]


def alone(nodes: Iterable[Node]) -> Iterator[NodeGroup]:
    """Every node and every GPU for itself."""
    for node in nodes:
        groups = (Group(f"GPU {gpu.index}", (f"{node.name}: GPU {gpu.index}",), (gpu,)) for gpu in node.gpus)
        yield NodeGroup(node.name, node.mig_config, node.device_plugin_config, tuple(groups))


def grouped(nodes: Iterable[Node]) -> Iterator[NodeGroup]:
    """Nodes of one configuration together, and in them the GPUs that differ in nothing but replica numbers."""
    by_config: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        by_config.setdefault((node.mig_config, node.device_plugin_config), []).append(node)
    for (mig_config, device_plugin_config), same in by_config.items():
        name = same[0].name if len(same) == 1 else f"{len(same)} nodes"
        yield NodeGroup(name, mig_config, device_plugin_config, tuple(_alike(same)))


def _alike(nodes: Sequence[Node]) -> Iterator[Group]:
    looks: dict[Hashable, list[tuple[Node, Gpu]]] = {}
    for node in nodes:
        for gpu in node.gpus:
            looks.setdefault(_look(gpu), []).append((node, gpu))
    for found in looks.values():
        where: dict[str, list[int]] = {}
        for node, gpu in found:
            where.setdefault(node.name, []).append(gpu.index)
        lines = tuple(f"{name}: GPU {ranges(indices)}" for name, indices in where.items())
        heading = lines[0] if len(found) == 1 else f"{len(found)} GPUs"
        yield Group(heading, lines, tuple(gpu for _, gpu in found))


def _look(gpu: Gpu) -> Hashable:
    return gpu.memory_slices, gpu.memory_gib, gpu.compute_lost, tuple(_part_look(part) for part in gpu.parts)


def _part_look(part: Part) -> Hashable:
    if not isinstance(part, Slice):
        return part
    who = sorted((pod.service, pod.environment, pod.note) for pod in part.occupants)
    return part.profile, part.size, part.memory_gib, part.resource, part.sharers, part.reserved, tuple(who)


def ranges(numbers: Iterable[int]) -> str:
    """``0–3, 7``: the numbers in order, each once."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)

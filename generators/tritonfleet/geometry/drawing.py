"""GPUs and their instances drawn to scale in text: a column of characters for each memory slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from tritonfleet.geometry.types import Placement, Product

FREE = "free"


def draw_instances(product: Product, placed: Sequence[Placement]) -> list[str]:
    """The GPU's memory slices as a row of boxes, one for each instance and each stretch that is free."""
    spans = list(_spans(product, placed))
    width = max(ceil((len(label) + 3) / size) for label, size in spans)
    widths = [size * width - 1 for _, size in spans]
    cells = [f" {label}".ljust(size) for (label, _), size in zip(spans, widths, strict=True)]
    lines = ["─" * size for size in widths]
    return [
        _ruler(product, width),
        f"┌{'┬'.join(lines)}┐",
        f"│{'│'.join(cells)}│",
        f"└{'┴'.join(lines)}┘",
    ]


def draw_slots(product: Product) -> list[str]:
    """Where instances of each plain profile may lie, a line a profile, the largest first."""
    width = 24 // product.memory_slices + 1
    plain = [profile for profile in product.profiles.values() if not profile.attributes]
    indent = max(len(profile.name) for profile in plain) + 2
    lines = [" " * indent + _ruler(product, width)]
    for profile in reversed(plain):
        span = (profile.memory_slices or 0) * width
        line = [" "] * (product.memory_slices * width)
        for start in profile.placements:
            line[start * width : start * width + span] = f"├{'─' * (span - 2)}┤"
        lines.append(profile.name.ljust(indent) + "".join(line).rstrip())
    return lines


def _ruler(product: Product, width: int) -> str:
    return "".join(str(index).ljust(width) for index in range(product.memory_slices)).rstrip()


def _spans(product: Product, placed: Sequence[Placement]) -> Iterator[tuple[str, int]]:
    """Label and size in memory slices of everything on the GPU, from the first slice to the last."""
    edges = [(0, 0), *((one.start, one.start + one.size) for one in placed)]
    edges.append((product.memory_slices, product.memory_slices))
    for index, ((_, before), (start, _)) in enumerate(pairwise(edges)):
        if start > before:
            yield FREE, start - before
        if index < len(placed):
            yield placed[index].profile.name, placed[index].size

"""The map in the shape that both drawings share: rows of cards, a card's blocks to scale, a block's cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tritonfleet.picture.groups import Group, alone, grouped, ranges
from tritonfleet.picture.model import FleetMap, Gap, Gpu, Occupant, Part, Pool, Slice
from tritonfleet.picture.palette import Ink, environments, inks
from tritonfleet.picture.totals import WHOLE, gib

DRAWN_ONE_BY_ONE = 24
"""Most GPUs of a pool that are drawn each; above it, those that look alike are drawn once with their number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on a block. ``label`` says everything; ``name``, ``tail``, ``environment`` and ``note`` are
    what is written as far as there is room."""

    kind: Literal["pod", "free", "reserved", "gap"]
    label: str
    name: str
    tail: str = ""
    environment: str = ""
    note: str = ""
    mark: str = ""
    ink: Ink | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A slice, or a gap, of ``size`` memory slices."""

    profile: str
    size: int
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A GPU, or ``copies`` of them that look alike. ``where`` names every one by node."""

    heading: str
    copies: int
    where: tuple[str, ...]
    memory_slices: int
    memory_gib: float
    compute_lost: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A node, or all nodes of one configuration in a pool too big to draw each GPU."""

    name: str
    mig_config: str
    device_plugin_config: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Styles:
    """What colour and which mark every service and environment of the map has."""

    inks: Mapping[str, Ink]
    marks: Mapping[str, str]

    @classmethod
    def of(cls, shown: FleetMap) -> Styles:
        """Those of this map."""
        return cls(inks(shown), environments(shown))


def rows(pool: Pool, styles: Styles) -> tuple[Row, ...]:
    """The pool's rows: a node each, or in a big pool one for each configuration of nodes."""
    big = len(pool.gpus) > DRAWN_ONE_BY_ONE
    return tuple(
        Row(part.name, part.mig_config, part.device_plugin_config, _cards(part.groups, styles))
        for part in (grouped(pool.nodes) if big else alone(pool.nodes))
    )


def _cards(groups: Iterable[Group], styles: Styles) -> tuple[Card, ...]:
    return tuple(_card(group, styles) for group in groups)


def _card(group: Group, styles: Styles) -> Card:
    first = group.gpus[0]
    return Card(
        heading=group.heading,
        copies=len(group.gpus),
        where=group.where,
        memory_slices=first.memory_slices,
        memory_gib=first.memory_gib,
        compute_lost=first.compute_lost,
        blocks=tuple(
            _block(parts, first, styles) for parts in zip(*(g.parts for g in group.gpus), strict=True)
        ),
    )


def _block(parts: Sequence[Part], gpu: Gpu, styles: Styles) -> Block:
    first = parts[0]
    if isinstance(first, Gap):
        size = gib(first.size * gpu.slice_gib)
        label = f"{size} that no instance covers, {_place(first, gpu)}"
        return Block("", first.size, label, (Cell("gap", label, f"{size} not covered"),))
    same = [part for part in parts if isinstance(part, Slice)]
    return Block(first.profile, first.size, _slice_label(first, gpu), _cells(same, styles))


def _slice_label(item: Slice, gpu: Gpu) -> str:
    what = f"{item.profile or WHOLE}, {gib(item.memory_gib)}, {item.resource}"
    if item.sharers > 1:
        what = f"{what}, {item.sharers} sharers"
    return f"{what}, {_place(item, gpu)}" if gpu.memory_slices > 1 else what


def _place(part: Part, gpu: Gpu) -> str:
    last = part.start + part.size - 1
    if part.size == 1:
        return f"memory slice {part.start} of {gpu.memory_slices}"
    return f"memory slices {part.start}–{last} of {gpu.memory_slices}"


def _cells(same: Sequence[Slice], styles: Styles) -> tuple[Cell, ...]:
    """A cell for each place; one occupant of every copy shares a cell with those in its place."""
    pods = zip(*(sorted(item.occupants, key=by_look) for item in same), strict=True)
    first = same[0]
    empty = Cell("free", "free", "free")
    if first.reserved:
        empty = Cell("reserved", f"kept for {first.reserved}", first.reserved)
    return (*(_pod(occupants, styles) for occupants in pods), *(empty,) * first.unoccupied)


def by_look(who: Occupant) -> tuple[str, str, str, int]:
    """Order of the pods on one slice, so that equal ones come together."""
    return who.service, who.environment, who.note, who.replica


def _pod(occupants: Sequence[Occupant], styles: Styles) -> Cell:
    first = occupants[0]
    numbers = ranges(who.replica for who in occupants)
    several = len(occupants) > 1
    label = f"{first.service} in {first.environment}, {'replicas' if several else 'replica'} {numbers}"
    return Cell(
        kind="pod",
        label=f"{label}, {first.note}" if first.note else label,
        name=first.service,
        tail=f"×{len(occupants)}" if several else f"#{first.replica}",
        environment=first.environment,
        note=first.note,
        mark=styles.marks[first.environment],
        ink=styles.inks[first.service],
    )

"""The map as text: every GPU a bar to scale, readable without colour by names, letters and a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from tritonfleet.picture.labels import Labels, one_line
from tritonfleet.picture.model import FleetMap, Pool
from tritonfleet.picture.totals import Totals, cost_per_hour, money, totals
from tritonfleet.picture.view import Block, Card, Cell, Row, Styles, rows

if TYPE_CHECKING:
    from rich.text import Text

_NARROWEST = 40
_MARGIN = 12
_FILLERS = {"pod": " ", "free": "░", "reserved": "▒", "gap": "·"}

Piece = tuple[str, str]
"""Text and its style, empty for none."""


def render_map(map: FleetMap, width: int = 100, *, colour: bool = True) -> Text:
    """The map in lines of at most ``width`` columns, at least 40. Without ``colour`` it has no style at all."""
    from rich.text import Text

    width = max(width, _NARROWEST)
    text = Text(no_wrap=True, end="")
    for pieces in _lines(map, width, Labels(Styles.of(map))):
        line = Text.assemble(*((one_line(part), style if colour else "") for part, style in pieces))
        line.rstrip()
        line.truncate(width, overflow="ellipsis")
        text.append_text(line).append("\n")
    return text


def _lines(shown: FleetMap, width: int, labels: Labels) -> Iterator[Sequence[Piece]]:
    yield [(shown.fleet, "bold"), (f"  {_sums(totals(shown.gpus))}", "")]
    yield from _prose(shown.bound, width)
    for item in shown.unplaced:
        what = f"no place for {item.pods} × {item.service}/{item.environment}: {item.because}"
        yield from _prose(what, width, "bold red")
        yield from _prose(item.change and f"  would fit with: {item.change}", width)
    for cluster in shown.clusters:
        for pool in cluster.pools:
            yield []
            yield from _pool(cluster.name, pool, width, labels)
    yield []
    yield from labels.legend(width)


def _prose(text: str, width: int, style: str = "") -> Iterator[Sequence[Piece]]:
    for line in wrap(text, width, subsequent_indent="    "):
        yield [(line, style)]


def _sums(sums: Totals) -> str:
    parts = [f"{sums.used} of {sums.gpus} GPUs in use", f"{sums.free} free"]
    if sums.fragmented:
        parts.append(f"{sums.fragmented} with room left")
    return ", ".join(parts)


def _pool(cluster: str, pool: Pool, width: int, labels: Labels) -> Iterator[Sequence[Piece]]:
    yield [(f"{cluster}/{pool.name}", "bold"), (f"  {pool.product}, {pool.sharing}", "")]
    sums = totals(pool.gpus)
    cost = money(cost_per_hour([pool]))
    room = ", ".join(f"{number} × {name}" for name, number in sums.free_places.items())
    facts = f"  {_sums(sums)}{f', {cost} an hour' if cost else ''}{f'; room for {room}' if room else ''}"
    yield from _prose(facts, width)
    for row in rows(pool, labels.styles):
        yield [("  ", ""), (row.name, "bold"), *_configs(row)]
        for card in row.cards:
            yield from _card(card, width, labels)


def _configs(row: Row) -> Iterator[Piece]:
    if row.mig_config:
        yield f"  mig.config={row.mig_config}", "dim"
    if row.device_plugin_config:
        yield f"  device-plugin.config={row.device_plugin_config}", "dim"


def _card(card: Card, width: int, labels: Labels) -> Iterator[Sequence[Piece]]:
    """Profiles on the upper edge, who sits there below it; a block is as wide as its part of the memory."""
    heading, lost = f"  {card.heading} ", f" −{card.compute_lost} compute" if card.compute_lost else ""
    if len(heading) > _MARGIN:
        yield [(heading, "")]
        heading = ""
    unit = (width - _MARGIN - 1) // card.memory_slices
    pairs = [(block, block.size * unit - 1) for block in card.blocks]
    upper = "┬".join(labels.fit(block.profile, room, "─") for block, room in pairs)
    yield [(f"{heading:{_MARGIN}}┌{upper}┐", "")]
    yield [
        (f"{lost:{_MARGIN}}│", ""),
        *(piece for block, room in pairs for piece in _block(block, room, labels)),
    ]


def _block(block: Block, width: int, labels: Labels) -> Iterator[Piece]:
    edges = [(width + 1) * number // len(block.cells) for number in range(len(block.cells) + 1)]
    rooms = [after - before - 1 for before, after in pairwise(edges)]
    if len(block.cells) > 1 and min(rooms) < labels.shortest(block.cells):
        yield labels.fit(_counted(block.cells, labels, width), width, " "), ""
    else:
        for number, (cell, room) in enumerate(zip(block.cells, rooms, strict=True)):
            if number:
                yield "╎", ""
            yield labels.fit(labels.text(cell, room), room, _FILLERS[cell.kind]), labels.style(cell)
    yield "│", ""


def _counted(cells: Sequence[Cell], labels: Labels, width: int) -> str:
    """``2A/p 1B/s 4░``, or ``2A 1B 4░``: who shares a block that is too narrow for a place each."""
    text = ""
    for key in (labels.key, lambda cell: cell.ink.key if cell.ink else ""):
        counts = Counter(key(cell) or _FILLERS[cell.kind] for cell in cells)
        text = " ".join(f"{number}{who}" for who, number in counts.items())
        if len(text) <= width:
            break
    return text

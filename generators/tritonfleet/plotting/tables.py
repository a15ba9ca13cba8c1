"""Tables as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.plotting.figures import Look, figure, say, title, written

_ROW_PIXELS = 20


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts below the names of their columns."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    message: str = "no data"


def plot_table(table: Table, look: Look | None = None) -> bytes:
    """The table; rows that do not fit are counted in its last line. Raises ToolMissing without matplotlib."""
    look = look or Look()
    with figure(look) as drawn:
        axes = drawn.subplots()
        title(axes, table.title, look.theme)
        if not table.rows or not table.columns:
            say(axes, table.message, look.theme)
            return written(drawn, look)
        axes.set_axis_off()
        shown = _fitting(table, max(1, (look.height - 50) // _ROW_PIXELS))
        shares = _widths(table.columns, shown)
        for row, texts in enumerate((table.columns, *shown)):
            left = 0.0
            for share, text in zip(shares, texts, strict=False):
                colour = look.theme.faint if row == 0 else look.theme.text
                y = 1 - (row + 0.5) * _ROW_PIXELS / (look.height - 40)
                most = int(share * look.width / 5.6)
                axes.text(left, y, _cut(text, most), va="center", color=colour, transform=axes.transAxes)
                left += share
        return written(drawn, look)


def _fitting(table: Table, most: int) -> list[Sequence[str]]:
    if len(table.rows) <= most:
        return list(table.rows)
    return [*table.rows[: most - 1], (f"… {len(table.rows) - most + 1} more",)]


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Each column's share of the width, by its longest text."""
    longest = [
        max(len(name), *(len(row[n]) for row in rows if n < len(row)), 4) + 2
        for n, name in enumerate(columns)
    ]
    return [length / sum(longest) for length in longest]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(most - 1, 1)] + "…"

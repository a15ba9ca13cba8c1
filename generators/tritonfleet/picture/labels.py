"""What the terminal writes on a place of a given width, and the legend that explains the short forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tritonfleet.picture.palette import Ink
from tritonfleet.picture.view import Cell, Styles


@dataclass(frozen=True, slots=True)
class Labels:
    """A service is its name where there is room, else its letter; an environment may shrink to how it begins."""

    styles: Styles

    def text(self, cell: Cell, width: int) -> str:
        """The longest label of the cell that fits, at worst the shortest there is."""
        from rich.cells import cell_len

        forms = self._forms(cell)
        return next((form for form in forms if cell_len(one_line(form)) <= width), forms[-1])

    def _forms(self, cell: Cell) -> Sequence[str]:
        if cell.ink is None:
            return cell.name, " ".join(cell.name.split()[:2])
        short = self._short(cell.environment)
        return (
            f"{cell.name}/{cell.environment} {cell.tail} {cell.note}".rstrip(),
            f"{cell.name}/{cell.environment} {cell.tail}",
            f"{cell.name}/{short} {cell.tail}",
            f"{cell.ink.key}/{short} {cell.tail}",
            f"{cell.ink.key}/{short}{cell.tail}",
            self.key(cell),
        )

    def key(self, cell: Cell) -> str:
        """``A/p``: the letter of the service and how the environment begins; empty for a place without a pod."""
        return f"{cell.ink.key}/{self._short(cell.environment)}" if cell.ink else ""

    def shortest(self, cells: Sequence[Cell]) -> int:
        """Columns that every cell of a block needs at least."""
        return max(len(self.key(cell)) or 1 for cell in cells)

    def style(self, cell: Cell) -> str:
        """Rich style of a place."""
        return _style(cell.ink) if cell.ink else "dim"

    def fit(self, text: str, width: int, filler: str) -> str:
        """Exactly ``width`` columns: cut with an ellipsis, or filled up."""
        from rich.cells import cell_len, set_cell_size

        text = one_line(text)
        if (length := cell_len(text)) <= width:
            return text + filler * (width - length)
        return set_cell_size(text, width - 1) + "…" if width else ""

    def legend(self, width: int) -> Iterator[list[tuple[str, str]]]:
        """Every letter with its service, every short form with its environment, and the fillings, in styled lines."""
        from rich.cells import cell_len

        line: list[tuple[str, str]] = []
        used = 0
        for text, style in self._entries():
            length = cell_len(one_line(text)) + 2
            if line and used + length > width + 2:
                yield line
                line, used = [], 0
            line += [(text, style), ("  ", "")]
            used += length
        yield line

    def _entries(self) -> Iterator[tuple[str, str]]:
        for name, ink in self.styles.inks.items():
            yield f"{ink.key} {name}", _style(ink)
        for name in self.styles.marks:
            yield f"/{self._short(name)} {name}", ""
        yield from (("░ free", ""), ("▒ kept free for a purpose", ""), ("· memory no instance covers", ""))

    def _short(self, environment: str) -> str:
        others = [name for name in self.styles.marks if name != environment]
        for length in range(1, len(environment)):
            if not any(name.startswith(environment[:length]) for name in others):
                return environment[:length]
        return environment


def _style(ink: Ink) -> str:
    return f"{ink.text} on {ink.fill}"


def one_line(text: str) -> str:
    """The text with whatever could move the cursor or change the terminal made visible."""
    return "".join(char if char.isprintable() else "�" for char in text)

"""Figures of matplotlib that come out the same each time: theme, palette, and writing as SVG or PNG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import ToolMissing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS = 100
"""Dots an inch: sizes are asked for in pixels, matplotlib takes inches."""


class Form(StrEnum):
    """How a picture is written."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a picture. Lines: Paul Tol's scheme "bright", told apart with every kind of colour vision."""

    background: str = "#ffffff"
    text: str = "#24292f"
    faint: str = "#57606a"
    grid: str = "#d8dee4"
    alert: str = "#c4314b"
    lines: tuple[str, ...] = (
        "#4477aa", "#ee6677", "#228833", "#aa3377", "#997700", "#33a0c4", "#555555", "#ccbb44",
        "#332288", "#44aa99", "#dd8452", "#882255",
    )  # fmt: skip

    def line(self, number: int) -> str:
        """The colour of the series of this number, from 0; they come again after the last."""
        return self.lines[number % len(self.lines)]


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture comes out: pixels wide and (each of its panels) high, its form and its colours.

    A picture has a ground of its own, so it reads on light and dark pages alike.
    """

    width: int = 600
    height: int = 170
    form: Form = Form.SVG
    theme: Theme = Theme()


@contextmanager
def figure(look: Look, rows: int = 1) -> Iterator[Figure]:
    """A figure of ``rows`` panels in the look's size and colours.

    Raises ToolMissing when matplotlib is not installed.
    """
    matplotlib = _matplotlib()
    from matplotlib.figure import Figure

    size = (look.width / DOTS, rows * look.height / DOTS)
    with matplotlib.rc_context(_settings(look.theme)):
        yield Figure(figsize=size, dpi=DOTS, layout="constrained")


def written(figure: Figure, look: Look) -> bytes:
    """The figure as bytes: the same for the same figure, since neither date nor program is written.

    To be called while ``figure()`` is open: the settings hold for the writing too.
    """
    if look.form is Form.SVG:
        target = BytesIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
        lines = target.getvalue().decode().splitlines()
        return ("\n".join(line.rstrip() for line in lines) + "\n").encode()
    target = BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None}, dpi=2 * DOTS)
    return target.getvalue()


def say(axes: Axes, text: str, theme: Theme) -> None:
    """Write a text where nothing can be drawn."""
    axes.set_axis_off()
    from textwrap import fill

    axes.text(0.5, 0.5, fill(text, 60), ha="center", va="center", color=theme.faint, transform=axes.transAxes)


def title(axes: Axes, text: str, theme: Theme) -> None:
    """The title of a panel, at its left."""
    if text:
        axes.set_title(text, loc="left", fontsize=9, fontweight="bold", color=theme.text)


def _matplotlib() -> Any:
    try:
        import matplotlib as module
    except ImportError:
        raise ToolMissing("matplotlib", "pip install 'tritonfleet[pictures]'") from None
    return module


def _settings(theme: Theme) -> dict[str, Any]:
    """Text stays text in SVG: it can be searched, and is a third of the size of outlines."""
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "tritonfleet",
        "font.family": "DejaVu Sans",
        "font.size": 8,
        "figure.facecolor": theme.background,
        "savefig.facecolor": theme.background,
        "axes.facecolor": theme.background,
        "axes.edgecolor": theme.grid,
        "axes.labelcolor": theme.faint,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.titlepad": 5,
        "grid.color": theme.grid,
        "grid.linewidth": 0.6,
        "xtick.color": theme.faint,
        "ytick.color": theme.faint,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "text.color": theme.text,
        "text.parse_math": False,
        "legend.frameon": False,
        "legend.fontsize": 7.5,
        "legend.handlelength": 1.2,
        "legend.columnspacing": 1.2,
        "legend.borderaxespad": 0.2,
        "lines.linewidth": 1.4,
        "path.simplify": True,
    }

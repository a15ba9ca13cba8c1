"""Which colour, key and environment mark stands for what: the same in HTML and in the terminal.

Colours: Paul Tol's scheme "light", made to fill labelled cells, and the four dark ones of his "muted" that carry white
text (Colour Schemes, SRON/EPS/TN/09-002, issue 3.2). Each scheme is distinct for the common kinds of colour blindness;
the two differ in lightness. Text on each fill has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). From the thirteenth
service on fills come again: names and letters tell services apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from tritonfleet.picture.model import FleetMap

_DARK_TEXT = "#14171c"
_FILLS = (
    *((fill, _DARK_TEXT) for fill in ("#77aadd", "#ee8866", "#44bb99", "#eedd88", "#ffaabb", "#bbcc33")),
    *((fill, "#ffffff") for fill in ("#332288", "#882255", "#117733")),
    *((fill, _DARK_TEXT) for fill in ("#99ddff", "#aaaa00")),
    ("#aa4499", "#ffffff"),
)

ENVIRONMENT_MARKS = ("plain", "dashed", "dotted", "double", "solid")
"""How the lower edge of a slice says its environment, in the order the environments are named."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a service is drawn: its number (from 0), its letters where a name does not fit, its fill and text colour."""

    number: int
    key: str
    fill: str
    text: str


def inks(shown: FleetMap) -> Mapping[str, Ink]:
    """The ink of every service, by name. The same service looks the same in all environments."""
    names = {row.service for row in shown.services} | {item.service for item in shown.unplaced}
    names |= {who.service for gpu in shown.gpus for item in gpu.slices for who in item.occupants}
    return {
        name: Ink(number, letters(number), *_FILLS[number % len(_FILLS)])
        for number, name in enumerate(sorted(names))
    }


def letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text = ""
    while number >= 0:
        number, digit = divmod(number, 26)
        text, number = ascii_uppercase[digit] + text, number - 1
    return text


def environments(shown: FleetMap) -> Mapping[str, str]:
    """The mark of every environment, by name, in the order in which the map names them."""
    marks: dict[str, str] = {}
    for name in _environment_names(shown):
        marks.setdefault(name, ENVIRONMENT_MARKS[len(marks) % len(ENVIRONMENT_MARKS)])
    return marks


def _environment_names(shown: FleetMap) -> Iterable[str]:
    yield from (row.environment for row in shown.services)
    yield from (who.environment for gpu in shown.gpus for item in gpu.slices for who in item.occupants)
    yield from (item.environment for item in shown.unplaced)

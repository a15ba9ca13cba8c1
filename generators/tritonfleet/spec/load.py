"""From a fleet file to a checked Fleet. The only part of ``spec`` that touches the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tritonfleet import yamlio
from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.spec.explain import problems_of
from tritonfleet.spec.fleet import API_VERSION, Fleet

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class FleetFile:
    """A fleet, with the text it came from, so that a later finding can name its line."""

    path: Path
    text: str
    raw: dict[str, Any]
    fleet: Fleet
    _positions: list[yamlio.Positions] = field(default_factory=list, repr=False, compare=False)

    @property
    def root(self) -> Path:
        """The folder of the fleet file; paths in it are relative to this."""
        return self.path.parent

    def location(self, path: Key, *, key: bool = False) -> Location:
        """Where ``path`` stands in the file (its value, or its key)."""
        if not self._positions:
            self._positions.append(yamlio.Positions(self.text, str(self.path)))
        return self._positions[0].of(path, key=key)


def load_fleet(path: Path) -> FleetFile:
    """Read and validate a fleet file. Raises InputError with one Problem per mistake, in file order."""
    text = yamlio.read_text(path)
    return parse_fleet(text, path)


def parse_fleet(text: str, path: Path) -> FleetFile:
    """The same, from text already read; ``path`` is for messages and relative paths."""
    raw = yamlio.load(text, str(path))
    _require_fleet(raw, str(path))
    try:
        fleet = Fleet.model_validate(raw)
    except ValidationError as error:
        positions = yamlio.Positions(text, str(path))
        raise InputError(*problems_of(error, Fleet, positions.of)) from None
    return FleetFile(path, text, raw, fleet)


def _require_fleet(raw: Any, file: str) -> None:
    if not isinstance(raw, dict):
        kind = {list: "a list", str: "text", type(None): "empty"}.get(type(raw), type(raw).__name__)
        raise InputError.of(f"expected a Fleet (a mapping), this is {kind}", Location(file, 1, 1))
    if "kind" in raw and "apiVersion" in raw:
        return
    missing = next(key for key in ("apiVersion", "kind") if key not in raw)
    fix = f"begin the file with apiVersion: {API_VERSION} and kind: Fleet"
    raise InputError(Problem(f"{missing} is missing", Location(file, 1, 1), fix))

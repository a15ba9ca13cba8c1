"""From a fleet file to a checked Fleet. The only part of ``spec`` that touches the disk."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from tritonfleet import yamlio
from tritonfleet.digests import digest
from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.spec.explain import problems_of
from tritonfleet.spec.fleet import API_VERSION, Fleet
from tritonfleet.spec.model import Model
from tritonfleet.spec.plan_file import PlanFile, plan_path, read_plan
from tritonfleet.spec.planned import with_plan
from tritonfleet.spec.service import Service

Key = tuple[str | int, ...]
T = TypeVar("T", bound=BaseModel)
SECTIONS: Mapping[str, type[BaseModel]] = {"models": Model, "services": Service}
"""The parts of a fleet that grow with it."""


class Entries(Mapping[str, T], Generic[T]):
    """A section of the fleet by name; what was found valid before gets its type only when it is asked for."""

    def __init__(self, raw: Mapping[str, Any], typed: Mapping[str, T], kind: type[T]) -> None:
        self._raw, self._typed, self._kind = raw, dict(typed), kind

    def __getitem__(self, name: str) -> T:
        if name not in self._typed:
            self._typed[name] = self._kind.model_validate(self._raw[name])
        return self._typed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(frozen=True)
class FleetFile:
    """A fleet, with the text it came from, so that a later finding can name its line.

    ``digests`` has the digest of each model and service as written, by section and name. ``raw`` has the decisions of
    the plan in it, ``written`` is the fleet without them.
    """

    path: Path
    text: str
    raw: dict[str, Any]
    fleet: Fleet
    digests: Mapping[tuple[str, str], str]
    plan: PlanFile | None = None
    written: dict[str, Any] = field(default_factory=dict)
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


def load_fleet(path: Path, valid: Container[str] = (), *, planned: bool = True) -> FleetFile:
    """Read and validate a fleet file. Raises InputError with one Problem per mistake, in file order.

    ``valid`` holds digests of models and services that this version of tritonfleet found valid before. Unless
    ``planned``, the plan beside the fleet is left alone.
    """
    return parse_fleet(yamlio.read_text(path), path, valid, read_plan(plan_path(path)) if planned else None)


def parse_fleet(text: str, path: Path, valid: Container[str] = (), plan: PlanFile | None = None) -> FleetFile:
    """The same, from text already read; ``path`` is for messages and relative paths."""
    written = yamlio.load(text, str(path))
    _require_fleet(written, str(path))
    digests = {(s, n): digest(s, repr(n), repr(e)) for s in SECTIONS for n, e in _entries(written, s).items()}
    try:
        fleet = Fleet.model_validate(_unknown_part(written, digests, valid))
        raw = with_plan(written, plan) if plan else written
        # Models and services are valid by now, and decisions enter the other sections only.
        decided = Fleet.model_validate(_unknown_part(raw, digests, set(digests.values()))) if plan else fleet
    except ValidationError as error:
        positions = yamlio.Positions(text, str(path))
        raise InputError(*problems_of(error, Fleet, positions.of)) from None
    sections = {s: Entries(written[s], getattr(fleet, s), kind) for s, kind in SECTIONS.items()}
    return FleetFile(path, text, raw, decided.model_copy(update=sections), digests, plan, written)


def _entries(raw: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    found = raw.get(section)
    return found if isinstance(found, dict) else {}


def _unknown_part(
    raw: Mapping[str, Any], digests: Mapping[tuple[str, str], str], valid: Container[str]
) -> dict[str, Any]:
    """The fleet without the models and services that are known to be valid; one of each stays, for none is an error."""
    part = dict(raw)
    for section in SECTIONS:
        entries = _entries(raw, section)
        unknown = {name: e for name, e in entries.items() if digests[section, name] not in valid}
        if entries:
            part[section] = unknown or dict([next(iter(entries.items()))])
    return part


def _require_fleet(raw: Any, file: str) -> None:
    if not isinstance(raw, dict):
        kind = {list: "a list", str: "text", type(None): "empty"}.get(type(raw), type(raw).__name__)
        raise InputError.of(f"expected a Fleet (a mapping), this is {kind}", Location(file, 1, 1))
    if "kind" in raw and "apiVersion" in raw:
        return
    missing = next(key for key in ("apiVersion", "kind") if key not in raw)
    fix = f"begin the file with apiVersion: {API_VERSION} and kind: Fleet"
    raise InputError(Problem(f"{missing} is missing", Location(file, 1, 1), fix))

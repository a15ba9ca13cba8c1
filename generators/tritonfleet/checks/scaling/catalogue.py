"""What KEDA's scalers read from a trigger's metadata, and what a formula may call: catalog/keda.yaml as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_FROM_ENV = "FromEnv"


@dataclass(frozen=True, slots=True)
class ScalerType:
    """The metadata of one type of trigger.

    ``required``: what has no default; ``elsewhere``: those of them that a TriggerAuthentication may give instead.
    ``known``: every key that is read; None when the scaler passes all on. ``values``: all that a key takes.
    ``removed``: keys that are refused now, and what took their place.
    """

    required: tuple[str, ...]
    elsewhere: frozenset[str]
    known: frozenset[str] | None
    values: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, str]

    def reads(self, key: str) -> bool:
        """Whether KEDA looks at this key of the metadata."""
        return self.known is None or key in self.known or key.removesuffix(_FROM_ENV) in self.known

    def missing(self, metadata: Mapping[str, Any], *, authenticated: bool) -> list[str]:
        """Required keys that nothing gives; ``authenticated``: a TriggerAuthentication may give some."""
        given = {key for key, value in metadata.items() if value not in (None, "")}
        return [
            key
            for key in self.required
            if not given & {key, f"{key}{_FROM_ENV}"} and not (authenticated and key in self.elsewhere)
        ]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every type of trigger by name, and the functions and words of KEDA's formula language.

    ``since``: the release, as (2, 18), that brought a feature. ``credentials``: what each authentication mode
    cannot do without, one of the names of each group.
    """

    types: Mapping[str, ScalerType]
    since: Mapping[str, tuple[int, ...]]
    credentials: Mapping[str, list[list[str]]]
    functions: frozenset[str]
    words: frozenset[str]


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    from tritonfleet import yamlio
    from tritonfleet.paths import catalog_file

    path = catalog_file("keda.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), str(path))
    shared = read["shared"]["keys"]
    open_types = {name: ScalerType((), frozenset(), None, {}, {}) for name in read["open"]["types"]}
    types = {name: _type(entry, shared) for name, entry in read["triggers"].items()} | open_types
    formula = read["formula"]
    since = {feature: release(entry["release"]) for feature, entry in read["since"].items()}
    words = frozenset(formula["functions"]), frozenset(formula["words"])
    return Catalogue(types, since, read["authentication"]["modes"], *words)


def release(text: str) -> tuple[int, ...]:
    """A release's major and minor version: ``v2.18.1`` is (2, 18); empty when the text is none."""
    parts = text.removeprefix("v").split(".")[:2]
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _type(entry: dict[str, Any], shared: list[str]) -> ScalerType:
    required = tuple(entry.get("required", ()))
    removed = entry.get("removed", {})
    return ScalerType(
        required,
        frozenset(entry.get("auth", ())),
        frozenset((*required, *entry.get("optional", ()), *removed, *shared)),
        {key: tuple(values) for key, values in entry.get("values", {}).items()},
        removed,
    )

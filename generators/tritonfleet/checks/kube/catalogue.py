"""Facts about Kubernetes' own API, from catalog/kubernetes.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.paths import catalog_file

Minor = tuple[int, int]


def minor(text: str) -> Minor:
    """``1.36`` as numbers, which compare; what is no version is the oldest there is."""
    major, _, rest = text.removeprefix("v").partition(".")
    second = rest.partition(".")[0]
    return (int(major), int(second)) if major.isdecimal() and second.isdecimal() else (0, 0)


@dataclass(frozen=True, slots=True)
class Removal:
    """An API version of a kind that Kubernetes stops serving. ``use`` is empty when nothing replaces it."""

    deprecated: str
    removed: str
    use: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """An API version that an operator stopped serving in the release ``by``."""

    by: str
    use: str


@dataclass(frozen=True, slots=True)
class Gated:
    """A field behind a feature gate: in the API from ``alpha``, kept without asking from ``on``."""

    at: str
    path: tuple[str, ...]
    alpha: Minor
    on: Minor


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it.

    ``removed``: apiVersion and kind → when. ``dropped``: apiVersion → by whom. ``group_of``: resource → its API
    group. ``node_labels``: old → new. ``volumes_gone``: volume type → first minor version without it.
    """

    removed: Mapping[tuple[str, str], Removal]
    dropped: Mapping[str, Dropped]
    gated: tuple[Gated, ...]
    node_labels: Mapping[str, str]
    volumes_gone: Mapping[str, str]
    group_of: Mapping[str, str]
    cluster_scoped: frozenset[str]
    groups_without_pods: frozenset[str]
    kinds_without_pods: frozenset[str]


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    from tritonfleet import yamlio

    path = catalog_file("kubernetes.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), str(path))
    return Catalogue(
        removed={
            (entry["api"], kind): Removal(entry["deprecated"], entry["removed"], entry["use"])
            for block in read["removed"]
            for entry in block["apis"]
            for kind in entry["kinds"]
        },
        dropped={entry["api"]: Dropped(entry["by"], entry["use"]) for entry in read["dropped"]},
        gated=tuple(_gated(entry) for entry in read["gated"]["fields"]),
        node_labels=read["node_labels"]["renamed"],
        volumes_gone=read["volumes_gone"]["types"],
        group_of={name: group for group, names in read["resources"]["groups"].items() for name in names},
        cluster_scoped=frozenset(read["resources"]["cluster_scoped"]),
        groups_without_pods=frozenset(read["without_pods"]["groups"]),
        kinds_without_pods=frozenset(read["without_pods"]["kinds"]),
    )


def _gated(entry: Any) -> Gated:
    return Gated(entry["at"], tuple(entry["path"]), minor(entry["alpha"]), minor(entry["on"]))

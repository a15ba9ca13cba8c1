"""Parameters in the templates of ApplicationSets, and what a list generator gives for them.

Source: argoproj/argo-cd:docs/operator-manual/applicationset/GoTemplate.md and Generators-List.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.world import World

_FIELD = re.compile(r"\{\{-?\s*([^{}]*?)\s*-?\}\}")
_GO = re.compile(r"\.([A-Za-z_]\w*)(?:\.[\w.]*)?")
_FAST = re.compile(r"[\w./\-\[\]]+")


@dataclass(frozen=True, slots=True)
class ApplicationSet:
    """An ApplicationSet. ``elements``: those of its list generators; None when another generator is involved."""

    resource: Resource
    go: bool
    elements: Sequence[Mapping[str, Any]] | None

    @property
    def name(self) -> str:
        """The template of its Applications' names."""
        return str(value(self.resource.data, "spec", "template", "metadata", "name") or "")


def application_sets(world: World) -> list[ApplicationSet]:
    """Every ApplicationSet."""
    return world.derived(_application_sets)


def _application_sets(world: World) -> list[ApplicationSet]:
    found = world.index.of_kind("ApplicationSet")
    return [
        ApplicationSet(r, value(r.data, "spec", "goTemplate") is True, _elements(r))
        for r in found
        if r.group == "argoproj.io"
    ]


def _elements(resource: Resource) -> Sequence[Mapping[str, Any]] | None:
    generators = [generator for _, generator in items(resource.data, "spec", "generators")]
    lists = [mapping(generator, "list") for generator in generators]
    plain = all(
        set(g) == {"list"} and set(part) == {"elements"} for g, part in zip(generators, lists, strict=True)
    )
    if not generators or not plain:
        return None
    return [element for part in lists for _, element in items(part, "elements")]


def expressions(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every ``{{ … }}`` in the texts of a template, without its braces, and where the text is."""
    pending: list[tuple[Path, Any]] = [(path, data)]
    while pending:
        where, found = pending.pop()
        if isinstance(found, str):
            yield from ((where, match[1]) for match in _FIELD.finditer(found))
        elif isinstance(found, dict):
            pending.extend(((*where, str(key)), each) for key, each in found.items())
        elif isinstance(found, list):
            pending.extend(((*where, number), each) for number, each in enumerate(found))


def parameter(expression: str, go: bool) -> str:
    """The parameter that a plain expression names (``.cluster`` or ``cluster``); empty for anything else."""
    match = (_GO if go else _FAST).fullmatch(expression)
    if match is None:
        return ""
    return match[1] if go else expression.split(".", maxsplit=1)[0]

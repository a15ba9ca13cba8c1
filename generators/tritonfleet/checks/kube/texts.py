"""Every free text of the objects, searched all at once: nearly always nothing is found, and that must be cheap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.pods import containers
from tritonfleet.checks.world import World

TEMPLATE_SIGNS = ("<no value>", "<nil>", "%!")
"""One of them is in every text that a template left something in."""
_LEFT = re.compile(r"<no value>|<nil>|%!(?:[a-z]\(|\(NOVERB\))")

Text = tuple[Resource, Path, str]
"""The object, where the text stands in it, and the text."""


def containing(world: World, words: tuple[str, ...]) -> Iterator[Text]:
    """The texts that hold one of the words: of containers, ConfigMaps, annotations and hosts."""
    entries, joined = world.derived(_texts)
    there = [word for word in words if word in joined]
    for entry in entries if there else ():
        if any(word in entry[2] for word in there):
            yield entry


def occurs(world: World, word: str) -> bool:
    """Whether any text holds the word."""
    return word in world.derived(_texts)[1]


def _texts(world: World) -> tuple[list[Text], str]:
    entries = [entry for entry in _every(world) if isinstance(entry[2], str)]
    return entries, "\n".join([entry[2] for entry in entries])


def _every(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    for container in world.derived(containers):
        resource, path = container.workload.resource, container.path
        yield resource, (*path, "image"), container.data.get("image")
        for number, variable in items(container.data, "env"):
            yield resource, (*path, "env", number, "value"), variable.get("value")
        for field in ("command", "args"):
            for number, word in container.words(field):
                yield resource, (*path, field, number), word
    for held in world.index.of_kind("ConfigMap"):
        for key, text in mapping(held.data, "data").items():
            yield held, ("data", key), text
    for ingress in world.index.of_kind("Ingress"):
        for number, rule in items(ingress.data, "spec", "rules"):
            yield ingress, ("spec", "rules", number, "host"), rule.get("host")
    for resource in world.index.resources:
        for key, text in mapping(resource.data, "metadata", "annotations").items():
            yield resource, ("metadata", "annotations", key), text


def left_by_template(text: str) -> str:
    """What a Go template prints where it has no value, or one of the wrong type; "" where there is none."""
    match = _LEFT.search(text) if any(sign in text for sign in TEMPLATE_SIGNS) else None
    return match[0] if match else ""


def line_of(text: str, offset: int) -> int:
    """The line of a place in a text, from 1."""
    return text.count("\n", 0, offset) + 1

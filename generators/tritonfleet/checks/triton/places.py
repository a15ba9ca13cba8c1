"""From a place in the fleet's form of a model to the place in its config.pbtxt, and from its words to Triton's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.rule import Inside
from tritonfleet.checks.triton.pbtxt import Node, place, read

if TYPE_CHECKING:
    from tritonfleet.modelconfig.fields import SpecField

_CAMEL_CASE = re.compile(r"\b[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+\b")
_PHRASES = (
    ("add ensemble: {steps: […]}", "add `ensemble_scheduling { step [ … ] }`"),
    ("add steps: [{model: …, inputs: …, outputs: …}]", "add step { model_name: …, input_map …, output_map … }"),
    ("set platform: ensemble, no backend", "set platform: \"ensemble\", no backend"),
    ("kind: GPU", "kind: KIND_GPU"),
    ("kind: CPU", "kind: KIND_CPU"),
    ("sharedByAll", "global"),
    ("maxBatchSize", "max_batch_size"),
)  # fmt: skip


def locate(text: str, path: tuple[str | int, ...]) -> Inside:
    """Where the field at ``path`` stands in the text, or the closest one that holds it."""
    node, spec = read(text), _model()
    offset, waiting = 0, list(path)
    while waiting and spec is not None:
        field = _by_alias(spec).get(str(waiting.pop(0)))
        if field is None:
            break
        found = _descend(node, field, waiting)
        if found is None:
            break
        node, offset = found, found.start
        spec = field.spec
    return place(text, offset)


def in_tritons_words(message: str) -> str:
    """A message with the fields named as config.pbtxt names them."""
    for ours, tritons in _PHRASES:
        message = message.replace(ours, tritons)
    return _CAMEL_CASE.sub(lambda match: _names().get(match[0], match[0]), message)


def _descend(node: Node, field: SpecField, waiting: list[str | int]) -> Node | None:
    """The node of a field, or of its item that the next part of the path names."""
    for parent in field.parents:
        inner = node.named(parent)
        if not inner:
            return None
        node = inner[-1]
    candidates = node.named(field.leaf)
    if not candidates:
        return None
    if not waiting or (field.spec is not None and not field.key and isinstance(waiting[0], str)):
        return candidates[-1] if waiting else candidates[0]
    wanted = waiting.pop(0)
    if isinstance(wanted, int) and (field.key in ("", "*")):
        return candidates[wanted] if wanted < len(candidates) else candidates[0]
    return next((item for item in candidates if _key(item, field.key) == str(wanted)), candidates[0])


def _key(item: Node, key: str) -> str:
    *parents, leaf = (key if key not in ("", "*") else "key").split(".")
    for parent in parents:
        item = next(iter(item.named(parent)), Node("", 0))
    return item.text(leaf)


def _model() -> Any:
    from tritonfleet.spec.model import Model

    return Model


@cache
def _by_alias(spec: Any) -> dict[str, SpecField]:
    from tritonfleet.modelconfig.fields import fields_of

    return {field.alias: field for field in fields_of(spec)}


@cache
def _names() -> dict[str, str]:
    """The field of config.pbtxt by its name in the fleet, over all types of the model."""
    names: dict[str, str] = {}
    waiting, seen = [_model()], set()
    while waiting:
        spec = waiting.pop()
        if spec in seen:
            continue
        seen.add(spec)
        for field in _by_alias(spec).values():
            names.setdefault(field.alias, ".".join((*field.parents, field.leaf)))
            if field.spec is not None:
                waiting.append(field.spec)
    return names

"""The table behind the codec: each field of a spec type, its place in the message, the shape of its value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import Local, Wire, prefix_of
from tritonfleet.spec.units import Duration

_EMPTY: tuple[Any, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class SpecField:
    """One field of a spec type.

    attribute, alias: its names in Python and in YAML.
    parents, leaf: its place in the message.
    key, value: see Wire.
    spec: the spec type of the value or of its items; None for plain values.
    prefix: of its enumeration.
    duration: whether it is a length of time.
    required: whether it is written whatever its value.
    default: what an absent value means; None if it means nothing.
    """

    attribute: str
    alias: str
    parents: tuple[str, ...]
    leaf: str
    key: str
    value: str
    spec: type[Spec] | None
    prefix: str
    duration: bool
    required: bool
    default: Any


@cache
def fields_of(spec: type[Spec]) -> tuple[SpecField, ...]:
    """The fields of a spec type that are part of the message, in the order of the type."""
    return tuple(
        _field(name, field)
        for name, field in spec.model_fields.items()
        if not any(isinstance(mark, Local) for mark in field.metadata)
    )


def _field(name: str, field: Any) -> SpecField:
    wire = next((mark for mark in field.metadata if isinstance(mark, Wire)), Wire(name))
    *parents, leaf = wire.path.split(".")
    annotations = (field.annotation, *field.metadata)
    return SpecField(
        attribute=name,
        alias=field.alias or name,
        parents=tuple(parents),
        leaf=leaf,
        key=wire.key,
        value=wire.value,
        spec=next(filter(None, map(_spec_type, annotations)), None),
        prefix=next(filter(None, map(prefix_of, annotations)), ""),
        duration=_mentions(field.annotation, Duration),
        required=field.is_required(),
        default=None if field.is_required() or field.default in _EMPTY else field.default,
    )


def _spec_type(annotation: Any) -> type[Spec] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Spec) else None
    return next(filter(None, map(_spec_type, get_args(annotation))), None)


def _mentions(annotation: Any, wanted: type) -> bool:
    return annotation is wanted or any(_mentions(part, wanted) for part in get_args(annotation))

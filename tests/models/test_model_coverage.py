"""Everything Triton's message can hold has a place in a model of the fleet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.fields import fields_of
from tritonfleet.spec.base import Spec
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_wire import Prefixed


def protobuf_paths(descriptor: Any, prefix: str = "") -> Iterator[str]:
    """Every field below a message, dotted; fields of a map's items stand below the map."""
    for field in descriptor.fields:
        path = f"{prefix}{field.name}"
        below = field.message_type
        if below is not None and below.GetOptions().map_entry:
            below = below.fields_by_name["value"].message_type
        yield path
        if below is not None:
            yield from protobuf_paths(below, f"{path}.")


def written_paths(spec: type[Spec], prefix: str = "") -> Iterator[str]:
    """Every field of the message that some field of the spec is written to."""
    for field in fields_of(spec):
        steps = [*field.parents, field.leaf]
        yield from (prefix + ".".join(steps[: length + 1]) for length in range(len(steps)))
        base = prefix + ".".join(steps)
        if field.key not in ("", "*"):
            keys = field.key.split(".")
            yield from (f"{base}.{'.'.join(keys[: length + 1])}" for length in range(len(keys)))
        if field.value:
            base = f"{base}.{field.value}"
            yield base
        if field.spec:
            yield from written_paths(field.spec, f"{base}.")


def test_every_field_of_tritons_message_can_be_said():
    said = set(written_paths(Model)) | {"name"}
    assert set(protobuf_paths(definition.module().ModelConfig.DESCRIPTOR)) - said == set()


def test_every_enumeration_of_the_types_is_tritons():
    for field, annotation in _enumerations(Model):
        prefix = next((mark.prefix for mark in annotation[1:] if isinstance(mark, Prefixed)), "")
        theirs = {value.name for value in field.enum_type.values} - {"TYPE_INVALID"}
        assert {prefix + name for name in get_args(annotation[0])} == theirs, field.full_name


def _enumerations(spec: type[Spec]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    descriptor = definition.module().ModelConfig.DESCRIPTOR
    for owner, message in _specs(spec, descriptor):
        for field in fields_of(owner):
            info = owner.model_fields[field.attribute]
            if not field.parents and (theirs := message.fields_by_name[field.leaf]).enum_type:
                yield theirs, _literal(info.annotation, tuple(info.metadata))


def _specs(spec: type[Spec], message: Any) -> Iterator[tuple[type[Spec], Any]]:
    yield spec, message
    for field in fields_of(spec):
        below = message
        for name in (*field.parents, field.leaf, *([field.value] if field.value else [])):
            below = below.fields_by_name[name].message_type
            if below is not None and below.GetOptions().map_entry:
                below = below.fields_by_name["value"].message_type
            if below is None:
                break
        if field.spec:
            yield from _specs(field.spec, below)


def _literal(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, ...]:
    """The Literal in an annotation, and the marks beside it."""
    if get_origin(annotation) is Literal:
        return annotation, *marks
    for part in get_args(annotation):
        inner = getattr(part, "__metadata__", ())
        if (found := _literal(getattr(part, "__origin__", part), inner or marks)) != ():
            return found
    return ()

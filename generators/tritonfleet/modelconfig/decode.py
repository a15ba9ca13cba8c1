"""From Triton's ModelConfig message to the YAML data of a model; what is a default is left out."""

from __future__ import annotations

import struct
from math import copysign
from typing import Any

from tritonfleet.errors import InputError
from tritonfleet.modelconfig.definition import ENSEMBLE, Message, ModelConfig
from tritonfleet.modelconfig.fields import SpecField, fields_of
from tritonfleet.spec.base import Spec
from tritonfleet.spec.model import Model

_UNITS = ((3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"), (1_000, "ms"), (1, "us"))
_ABSENT = object()


def from_message(message: ModelConfig) -> dict[str, Any]:
    """YAML data for a Model whose message equals this one (but for the name, which is the key in the fleet).

    Raises InputError for what no model of the fleet can say: two items of one name where names are keys.
    """
    data = _read(message, Model)
    if message.platform == ENSEMBLE and message.HasField("ensemble_scheduling") and not message.backend:
        del data["platform"]
    return data


def _read(message: Message, spec: type[Spec]) -> dict[str, Any]:
    data = ((field, _get(message, field)) for field in fields_of(spec))
    return {field.alias: value for field, value in data if value is not _ABSENT}


def _get(message: Message, field: SpecField) -> Any:
    for parent in field.parents:
        if not message.HasField(parent):
            return _ABSENT
        message = getattr(message, parent)
    descriptor = message.DESCRIPTOR.fields_by_name[field.leaf]
    value = getattr(message, field.leaf)
    if descriptor.is_repeated:
        items = _get_repeated(value, descriptor, field)
        return items if items or field.parents else _ABSENT
    if descriptor.has_presence and not message.HasField(field.leaf):
        return _ABSENT
    if descriptor.message_type is not None:
        return _read(value, field.spec) if field.spec else True
    plain = _scalar(value, descriptor, field)
    return plain if field.parents or descriptor.has_presence else _unless_default(plain, value, field)


def _unless_default(plain: Any, value: Any, field: SpecField) -> Any:
    # The wire tells -0.0 from 0.0, which compare equal.
    if isinstance(value, float) and copysign(1, value) < 0:
        return plain
    if field.default is not None:
        return _ABSENT if plain == field.default else plain
    return plain if value or (field.required and plain) else _ABSENT


def _get_repeated(value: Any, descriptor: Any, field: SpecField) -> list[Any] | dict[Any, Any]:
    if descriptor.message_type is None:
        return [_scalar(item, descriptor, field) for item in value]
    if descriptor.message_type.GetOptions().map_entry:
        return {key: _item(value[key], field) for key in sorted(value)}
    if not field.key:
        return [_item(item, field) for item in value]
    keys = _handles(value) if field.key == "*" else [_key(item, field.key) for item in value]
    _require_distinct(keys, field)
    return {key: _item(item, field) for key, item in zip(keys, value, strict=True)}


def _item(item: Any, field: SpecField) -> Any:
    if not hasattr(item, "DESCRIPTOR"):
        return item
    if not field.value:
        return _read(item, field.spec) if field.spec else {}
    wrapped = getattr(item, field.value)
    if isinstance(wrapped, str):
        return wrapped
    if hasattr(wrapped, "items"):
        return {key: wrapped[key] for key in sorted(wrapped)}
    return [_read(part, field.spec) if field.spec else part for part in wrapped]


def _key(item: Message, path: str) -> str:
    for part in path.split("."):
        item = getattr(item, part)
    return str(item)


def _require_distinct(keys: list[str], field: SpecField) -> None:
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise InputError.of(
            f"{field.leaf} {repeated[0]!r} is given twice", fix="give each one name of its own"
        )


def _handles(groups: Any) -> list[str]:
    """Keys for instance groups, which need no name: the name or else the kind, made distinct by a number."""
    keys: list[str] = []
    for group in groups:
        kind = group.DESCRIPTOR.fields_by_name["kind"].enum_type.values_by_number[group.kind].name
        base = group.name or kind.removeprefix("KIND_").lower()
        number = 1
        while (key := base if number == 1 else f"{base}_{number}") in keys:
            number += 1
        keys.append(key)
    return keys


def _scalar(value: Any, descriptor: Any, field: SpecField) -> Any:
    if field.duration:
        return _duration(value)
    if descriptor.enum_type is not None:
        return descriptor.enum_type.values_by_number[value].name.removeprefix(field.prefix)
    if descriptor.type == descriptor.TYPE_FLOAT:
        return _shortest(value)
    return value


def _duration(microseconds: int) -> str:
    factor, unit = next(pair for pair in _UNITS if microseconds % pair[0] == 0)
    return f"{microseconds // factor}{unit}"


def _shortest(value: float) -> float:
    """The shortest number that is the same in single precision: 0.1, not 0.10000000149011612."""
    exact = struct.pack("f", value)
    candidates = (float(f"{value:.{digits}g}") for digits in range(6, 10))
    return next((number for number in candidates if struct.pack("f", number) == exact), value)

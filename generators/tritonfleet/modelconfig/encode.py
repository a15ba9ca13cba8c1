"""From a model of the fleet to Triton's ModelConfig message."""

from __future__ import annotations

from typing import Any

from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.definition import ENSEMBLE, Message, ModelConfig
from tritonfleet.modelconfig.fields import SpecField, fields_of
from tritonfleet.spec.base import Spec
from tritonfleet.spec.model import Model
from tritonfleet.spec.units import Duration


def to_message(name: str, model: Model) -> ModelConfig:
    """The configuration of ``model`` as Triton's message; ``name`` is its key in the fleet and its folder."""
    message = definition.new(name=name)
    _fill(message, model)
    if model.ensemble is not None and not (model.platform or model.backend):
        message.platform = ENSEMBLE
    return message


def _fill(message: Message, spec: Spec) -> None:
    for field in fields_of(type(spec)):
        value = getattr(spec, field.attribute)
        if value is not None:
            _put(message, field, value)


def _put(message: Message, field: SpecField, value: Any) -> None:
    for parent in field.parents:
        message = getattr(message, parent)
        message.SetInParent()
    descriptor = message.DESCRIPTOR.fields_by_name[field.leaf]
    target = getattr(message, field.leaf)
    if descriptor.message_type is not None and descriptor.message_type.GetOptions().map_entry:
        _put_map(target, field, value)
    elif descriptor.is_repeated:
        _put_repeated(target, field, value, is_message=descriptor.message_type is not None)
    elif descriptor.message_type is not None:
        target.SetInParent()
        if isinstance(value, Spec):
            _fill(target, value)
    else:
        setattr(message, field.leaf, _scalar(field, descriptor, value))


def _put_map(target: Any, field: SpecField, value: dict[Any, Any]) -> None:
    for key, item in value.items():
        if isinstance(item, Spec):
            target[key].SetInParent()
            _fill(target[key], item)
        elif field.value:
            _assign(target[key], field.value, item)
        else:
            target[key] = item


def _put_repeated(target: Any, field: SpecField, value: Any, *, is_message: bool) -> None:
    if not is_message:
        target.extend(value)
        return
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in items:
        entry = target.add()
        if key is not None and field.key != "*":
            *parents, leaf = field.key.split(".")
            owner = entry
            for parent in parents:
                owner = getattr(owner, parent)
            setattr(owner, leaf, key)
        if isinstance(item, Spec):
            _fill(entry, item)
        else:
            _assign(entry, field.value, item)


def _assign(entry: Message, leaf: str, item: Any) -> None:
    """Put a plain value, list, mapping or list of specs into one field of a wrapping message."""
    entry.SetInParent()
    if isinstance(item, dict):
        getattr(entry, leaf).update(item)
    elif not isinstance(item, list):
        setattr(entry, leaf, item)
    elif item and isinstance(item[0], Spec):
        for part in item:
            _fill(getattr(entry, leaf).add(), part)
    else:
        getattr(entry, leaf).extend(item)


def _scalar(field: SpecField, descriptor: Any, value: Any) -> Any:
    if isinstance(value, Duration):
        return value.microseconds
    if descriptor.enum_type is not None:
        return descriptor.enum_type.values_by_name[field.prefix + value].number
    return value

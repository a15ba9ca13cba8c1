"""Names of enumeration values."""

from __future__ import annotations

from tritonfleet.modelconfig.definition import Message


def value_name(message: Message, field: str) -> str:
    """The name in protobuf of an enumeration field's value, e.g. ``TYPE_FP32``."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    number = getattr(message, field)
    return values[number].name if number in values else str(number)

"""The protobuf text format of config.pbtxt."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.suggest import suggest

_POSITION = re.compile(r"^(?P<line>\d+):(?P<column>\d+) : (?P<text>.*)$", re.DOTALL)
_FIELD = re.compile(r'Message type "(?P<owner>[\w.]+)" has no field named "(?P<name>\w+)"')
_VALUE = re.compile(r'Enum type "(?P<owner>[\w.]+)" has no value named (?P<name>\w+)')


def to_text(message: ModelConfig) -> str:
    """The message as text: fields in the order of Triton's definition, numbers of a list on one line."""
    from google.protobuf import text_format

    return text_format.MessageToString(
        message, as_utf8=True, use_short_repeated_primitives=True, use_index_order=True
    )


def parse(text: str, file: str) -> ModelConfig:
    """Read a config.pbtxt; ``file`` is for messages. Raises InputError with file, line and column."""
    from google.protobuf import text_format

    try:
        return text_format.Parse(text, definition.new())
    except text_format.ParseError as error:
        raise InputError(_problem(error, file)) from None
    except (UnicodeError, RecursionError):
        raise InputError.of("this is no protobuf text", Location(file)) from None
    except ValueError as error:  # the library lets this one through for the number of an enumeration
        raise InputError.of(_lowered(str(error)), Location(file)) from None


def _problem(error: Exception, file: str) -> Problem:
    match = _POSITION.match(str(error))
    location = Location(file, int(match["line"]), int(match["column"])) if match else Location(file)
    message = _printable((match["text"] if match else str(error)).strip().splitlines()[0])
    if unknown := _FIELD.search(message):
        known = _pool().FindMessageTypeByName(unknown["owner"]).fields_by_name
        return Problem(f"unknown field `{unknown['name']}`", location, suggest(unknown["name"], known))
    if unknown := _VALUE.search(message):
        known = _pool().FindEnumTypeByName(unknown["owner"]).values_by_name
        return Problem(f"unknown value `{unknown['name']}`", location, suggest(unknown["name"], known))
    return Problem(message.rstrip("."), location)


def _lowered(text: str) -> str:
    return _printable(text[:1].lower() + text[1:200])


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)


def _pool() -> Any:
    return definition.module().DESCRIPTOR.pool

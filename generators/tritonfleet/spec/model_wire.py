"""How a field of a model in the fleet is named and written in Triton's ModelConfig message.

The types say it, ``tritonfleet.modelconfig`` (encode, decode) does it: one table, read in both directions.
Field names: triton-inference-server/common:protobuf/model_config.proto.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.fields import Field
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tritonfleet.spec.units import Duration


@dataclass(frozen=True, slots=True)
class Wire:
    """Where a field of the spec stands in the message; without one, it is the field of the same name.

    path: dotted protobuf path; messages on the way exist to wrap one value (``response_cache.enable``).
    key: for a map of the spec that is a repeated message: the dotted field that holds the key (``name``).
    value: for a map whose items wrap one value in a message: the field that holds it (``string_value``).
    """

    path: str
    key: str = ""
    value: str = ""


class Local:
    """Marks a field that is tritonfleet's own and is never written to ``config.pbtxt``."""


@dataclass(frozen=True, slots=True)
class Prefixed:
    """Marks a Literal whose names carry ``prefix`` in protobuf; with or without it they are read alike."""

    prefix: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._strip, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        plain = handler(schema)
        names = plain.get("enum") or [plain["const"]]
        return {"type": "string", "enum": [*names, *(self.prefix + name for name in names)]}

    def _strip(self, value: Any) -> Any:
        return value.removeprefix(self.prefix) if isinstance(value, str) else value


def _whole_microseconds(value: Duration) -> Duration:
    if value.amount * 1_000_000 % 1:
        raise PydanticCustomError(
            "microseconds", "expected whole microseconds, got {value}", {"value": value.text}
        )
    if value.microseconds > 2**64 - 1:
        raise PydanticCustomError("microseconds", "{value} is too long for Triton", {"value": value.text})
    return value


@dataclass(frozen=True, slots=True)
class WholeMicroseconds:
    """Marks a Duration that Triton keeps as an unsigned number of microseconds."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_whole_microseconds, handler(source))


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Microseconds = Annotated[Duration, WholeMicroseconds()]
"""A length of time, exact to the microsecond."""

Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
UInt32 = Annotated[int, Field(ge=0, le=2**32 - 1)]
UInt64 = Annotated[int, Field(ge=0, le=2**64 - 1)]
Level = Annotated[UInt64, BeforeValidator(_number)]
"""A priority level as a mapping's key: YAML may give it as text."""

Name = Annotated[str, StringConstraints(min_length=1)]
ModelName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=200)]
"""The name of a model's folder in the repository: no DNS label, but no path either."""


def prefix_of(annotation: Any) -> str:
    """The protobuf prefix of the enumeration somewhere in a type annotation; "" where there is none."""
    if isinstance(annotation, Prefixed):
        return annotation.prefix
    return next(filter(None, map(prefix_of, get_args(annotation))), "")

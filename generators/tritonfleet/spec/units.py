"""Values with units: durations, memory, CPU and percentages. A bare number is never one of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class _Unit:
    """A number with a unit: parsed from text, compared by amount, printed as it was written."""

    __slots__ = ("amount", "text")

    FACTORS: ClassVar[dict[str, Decimal]] = {}
    WHAT: ClassVar[str] = ""
    EXAMPLE: ClassVar[str] = ""

    def __init__(self, text: str) -> None:
        match = re.fullmatch(self._pattern(), text, re.ASCII)
        if not match:
            raise ValueError(f"expected {self.WHAT} such as {self.EXAMPLE}, got {text!r}")
        self.text = text
        self.amount = Decimal(match["number"]) * self.FACTORS[match["unit"] or ""]

    @classmethod
    def _pattern(cls) -> str:
        units = "|".join(sorted((re.escape(u) for u in cls.FACTORS if u), key=len, reverse=True))
        optional = "?" if "" in cls.FACTORS else ""
        return rf"(?P<number>\d+(\.\d+)?)(?P<unit>{units}){optional}"

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.amount == other.amount

    def __lt__(self, other: Self) -> bool:
        return self.amount < other.amount

    def __le__(self, other: Self) -> bool:
        return self.amount <= other.amount

    def __hash__(self) -> int:
        return hash((type(self), self.amount))

    @classmethod
    def _validate(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        problem = PydanticCustomError(
            "unit",
            "expected {what} such as {example}, got {value}",
            {"what": cls.WHAT, "example": cls.EXAMPLE, "value": repr(value)},
        )
        if not isinstance(value, str):
            raise problem
        try:
            return cls(value)
        except ValueError:
            raise problem from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        pattern = re.sub(r"\?P<\w+>", "", cls._pattern())
        return {"type": "string", "pattern": f"^{pattern}$", "examples": [cls.EXAMPLE]}


class Duration(_Unit):
    """A length of time; ``amount`` is in seconds."""

    FACTORS = {
        "us": Decimal("0.000001"), "ms": Decimal("0.001"),
        "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600), "d": Decimal(86400),
    }  # fmt: skip
    WHAT, EXAMPLE = "a duration with a unit (us, ms, s, m, h, d)", "30s"

    @property
    def seconds(self) -> float:
        return float(self.amount)

    @property
    def microseconds(self) -> int:
        return int(self.amount * 1_000_000)


class Memory(_Unit):
    """An amount of memory or storage as Kubernetes writes it; ``amount`` is in bytes."""

    FACTORS = {
        **{f"{p}i": Decimal(1024) ** (i + 1) for i, p in enumerate("KMGTP")},
        **{p: Decimal(1000) ** (i + 1) for i, p in enumerate(["k", "M", "G", "T", "P"])},
    }
    WHAT, EXAMPLE = "an amount of memory with a unit (Ki, Mi, Gi, Ti, k, M, G, T)", "16Gi"

    @property
    def bytes(self) -> int:
        return int(self.amount)


class Cpu(_Unit):
    """An amount of CPU as Kubernetes writes it: cores, or millicores with ``m``. ``amount`` is in cores."""

    FACTORS = {"": Decimal(1), "m": Decimal("0.001")}
    WHAT, EXAMPLE = "CPU cores as a string", '"2" or "500m"'

    @classmethod
    def _validate(cls, value: Any) -> Self:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        return super()._validate(value)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        text = super().__get_pydantic_json_schema__(schema, handler) | {"examples": ["2", "500m"]}
        return {"anyOf": [text, {"type": "integer", "minimum": 0}]}


class Percentage(_Unit):
    """A share of a whole; ``amount`` is in percent (99.9 for "99.9%")."""

    FACTORS = {"%": Decimal(1)}
    WHAT, EXAMPLE = "a percentage", "99.9%"

    @property
    def ratio(self) -> float:
        return float(self.amount / 100)

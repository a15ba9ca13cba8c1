"""The base of every values type, and the constrained strings that several of them use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tritonfleet.charts.rules import Rule
from tritonfleet.spec.base import DNS_LABEL, DNS_SUBDOMAIN, LABEL_KEY, Spec


class Values(Spec):
    """An object of a chart's values: closed, with defaults that work, and rules between its keys."""

    rules: ClassVar[tuple[Rule, ...]] = ()

    @model_validator(mode="after")
    def _obeys_rules(self) -> Self:
        fields = type(self).model_fields
        values = {fields[name].alias or name: getattr(self, name) for name in fields}
        for rule in self.rules:
            if message := rule.broken(values):
                raise broken_rule(message)
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        result = handler.resolve_ref_schema(handler(schema))
        if cls.rules:
            result["allOf"] = [rule.schema() for rule in cls.rules]
        return result


def broken_rule(message: str) -> PydanticCustomError:
    """The error of values that disagree with each other."""
    return PydanticCustomError("rule", "{message}", {"message": message})


@dataclass(frozen=True, slots=True)
class Refuse:
    """A string constraint: text in which ``regex`` is found is refused, because of ``why``."""

    regex: str
    why: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"not": {"pattern": self.regex}}

    def _check(self, text: str) -> str:
        if re.search(self.regex, text):
            raise PydanticCustomError("refused", "{text}: {why}", {"text": text, "why": self.why})
        return text


def pattern(regex: str, **constraints: Any) -> StringConstraints:
    """A string constraint: ``regex`` is anchored by the caller and avoids look-around (Go cannot)."""
    return StringConstraints(pattern=regex, **constraints)


Name = Annotated[str, pattern(DNS_SUBDOMAIN, max_length=253)]
Label = Annotated[str, pattern(DNS_LABEL)]
Port = Annotated[int, Field(ge=1, le=65535)]
UnprivilegedPort = Annotated[int, Field(ge=1024, le=65535)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Positive = Annotated[int, Field(ge=1, le=100_000)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
PositiveSeconds = Annotated[int, Field(ge=1, le=86_400)]
CountOrPercent = Annotated[int, Field(ge=0, le=100_000)] | Annotated[str, pattern(r"^(100|[1-9]?[0-9])%$")]

MetadataKey = Annotated[str, pattern(LABEL_KEY, max_length=317)]
"""The key of a label or annotation."""

OwnLabelKey = Annotated[MetadataKey, Refuse(r"^(app\.kubernetes\.io|helm\.sh)/", "the chart sets this label")]
"""The key of a label that a person adds."""

LabelText = Annotated[str, pattern(r"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$")]
Labels = dict[MetadataKey, LabelText]
OwnLabels = dict[OwnLabelKey, LabelText]
Annotations = dict[MetadataKey, str]

ExactTag = Annotated[str, pattern(r"^([A-Za-z_][A-Za-z_.-]*)?[0-9][A-Za-z0-9_.-]*$", max_length=128)]
"""An image tag that names a version: one without a digit, such as latest, floats."""

Digest = Annotated[str, pattern(r"^sha256:[a-f0-9]{64}$")]


class Names(Values):
    """How the objects of a chart are called."""

    name_override: Label | None = Field(
        None, description="Replaces the chart's name in object names and labels."
    )
    fullname_override: Label | None = Field(
        None, description="Name of the objects, whatever the release is called."
    )
    namespace_override: Label | None = Field(
        None, description="Namespace of the objects; null is that of the release."
    )
    common_labels: OwnLabels = Field(default_factory=dict, description="Labels of every object.")

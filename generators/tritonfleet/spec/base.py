"""What every type of the fleet spec shares: closed, immutable, camelCase in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Spec(BaseModel):
    """A closed object: an unknown key is an error, never ignored."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=True,
        frozen=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        strict=True,
        use_enum_values=True,
        hide_input_in_errors=True,
    )


DNS_LABEL = r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"
SERVICE_NAME = r"^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$"
DNS_SUBDOMAIN = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
LABEL_KEY = r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"

DnsLabel = Annotated[str, StringConstraints(pattern=DNS_LABEL)]
"""A DNS-1123 label: lower case, digits, inner dashes, at most 63 characters."""

ServiceName = Annotated[str, StringConstraints(pattern=SERVICE_NAME)]
"""Names a Kubernetes Service (a DNS-1035 label) and a Helm release (at most 53 characters).

Sources: kubernetes/kubernetes:pkg/apis/core/validation/validation.go, helm/helm:pkg/chart/common/util/validate_name.go.
"""

DnsSubdomain = Annotated[str, StringConstraints(pattern=DNS_SUBDOMAIN, max_length=253)]
"""A DNS-1123 subdomain, the form of most Kubernetes object names."""

LabelKey = Annotated[str, StringConstraints(pattern=LABEL_KEY)]
LabelValue = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$")]


@dataclass(frozen=True)
class NotYet:
    """Marks a field whose feature is not built: it is known, and refused rather than ignored."""

    feature: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._refuse, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"description": f"Not yet: {self.feature}."}

    def _refuse(self, value: Any) -> Any:
        if value is not None:
            raise PydanticCustomError(
                "not_supported_yet", "not supported yet: {feature}", {"feature": self.feature}
            )
        return value

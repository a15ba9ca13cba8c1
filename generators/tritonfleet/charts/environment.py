"""Values of the environment variables."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from tritonfleet.charts.rules import ExactlyOne, Rule
from tritonfleet.charts.types import Name, Values, pattern


class KeyRef(Values):
    """A key of a Secret or ConfigMap."""

    name: Name = Field(description="Name of the object.")
    key: Annotated[str, pattern(r"^[-._a-zA-Z0-9]+$")] = Field(description="Key in the object.")


class FieldRef(Values):
    """A field of the Pod."""

    field_path: Annotated[str, pattern(r"^(metadata|spec|status)\.[A-Za-z0-9.'/\[\]_-]+$")] = Field(
        description="Path of the field, such as metadata.name."
    )


class EnvVar(Values):
    """One environment variable: a plain value or a reference."""

    rules: ClassVar[tuple[Rule, ...]] = (
        ExactlyOne(("value", "secretKeyRef", "configMapKeyRef", "fieldRef")),
    )

    value: str | None = Field(None, description="Plain text; refused for names that hold secrets.")
    secret_key_ref: KeyRef | None = Field(None, description="Key of a Secret.")
    config_map_key_ref: KeyRef | None = Field(None, description="Key of a ConfigMap.")
    field_ref: FieldRef | None = Field(None, description="Field of the Pod.")


EnvName = Annotated[str, pattern(r"^[A-Za-z_][A-Za-z0-9_]*$")]

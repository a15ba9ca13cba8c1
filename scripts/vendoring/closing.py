"""Turning upstream schemas into closed JSON schemas (draft 2020-12) without prose."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

KEPT = frozenset(
    {
        "additionalProperties", "allOf", "anyOf", "enum", "format", "items", "maxItems", "maxLength",
        "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not",
        "oneOf", "pattern", "properties", "required", "type", "uniqueItems",
        "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-preserve-unknown-fields",
    }
)  # fmt: skip
"""Keywords taken over as they are. Everything else is prose, a default, or handled below."""

_INT32 = 2**31


def from_openapi(schema: Schema) -> Schema:
    """A CRD's structural schema: unknown fields refused wherever the API server would prune them.

    Before it validates, the API server fills in defaults and drops fields that are null: a field with a default need
    not be there, and one that need not be there may be null.
    Sources: kubernetes/apiextensions-apiserver:pkg/apis/apiextensions/v1/types_jsonschema.go,
    kubernetes/apiextensions-apiserver:pkg/apiserver/schema/defaulting/prunenulls.go
    """
    closed: Schema = {key: _children(key, value) for key, value in schema.items() if key in KEPT}
    _bounds(schema, closed)
    if schema.get("x-kubernetes-int-or-string"):
        closed.pop("anyOf", None)
        closed["type"] = ["integer", "string"]
    spelled_out(closed)
    _left_out(schema, closed)
    if schema.get("nullable"):
        _nullable(closed)
    open_ended = closed.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in closed
    if "properties" in closed and closed.get("type") and not open_ended:
        closed["additionalProperties"] = False
        if schema.get("x-kubernetes-embedded-resource"):
            for name, kind in (("apiVersion", "string"), ("kind", "string"), ("metadata", "object")):
                closed["properties"].setdefault(name, {"type": kind})
    return closed


def as_kind(schema: Schema, api_version: str, kind: str, metadata: Schema) -> Schema:
    """The schema of a whole object: identified, and with closed metadata."""
    properties = schema["properties"] | {
        "apiVersion": {"type": "string", "enum": [api_version]},
        "kind": {"type": "string", "enum": [kind]},
        "metadata": metadata,
    }
    required = sorted({*schema.get("required", ()), "apiVersion", "kind", "metadata"})
    return schema | {"type": "object", "properties": properties, "required": required}


def spelled_out(schema: Schema) -> None:
    """Put the range that the API server enforces by a format into keywords that every validator enforces.

    Source: kubernetes/kube-openapi:pkg/validation/validate/values.go
    """
    types = as_list(schema.get("type", ()))
    if "integer" in types and schema.get("format") == "int32":
        schema.setdefault("minimum", -_INT32)
        schema.setdefault("maximum", _INT32 - 1)
    if schema.get("format") in {"int32", "int64", "double", "float", "byte"}:
        del schema["format"]


def as_list(value: Any) -> list[Any]:
    """The types of a schema, of which a single one may stand without a list."""
    return [value] if isinstance(value, str) else list(value)


def _children(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: from_openapi(each) for name, each in value.items()}
    if key in {"allOf", "anyOf", "oneOf"}:
        return [from_openapi(each) for each in value]
    if key in {"items", "additionalProperties", "not"} and isinstance(value, dict):
        return from_openapi(value)
    return value


def _left_out(schema: Schema, closed: Schema) -> None:
    """Say which fields may be missing, and so be null."""
    properties = schema.get("properties", {})
    needed = [name for name in schema.get("required", ()) if "default" not in properties.get(name, {})]
    if "type" in schema and "required" in closed:
        closed["required"] = needed
    optional = [each for name, each in closed.get("properties", {}).items() if name not in needed]
    for each in [*optional, closed.get("additionalProperties")]:
        if isinstance(each, dict):
            _nullable(each)


def _nullable(closed: Schema) -> None:
    types = as_list(closed.get("type", "null"))
    if "null" not in types:
        closed["type"] = [*types, "null"]
        if "enum" in closed:
            closed["enum"] = [*closed["enum"], None]


def _bounds(schema: Schema, closed: Schema) -> None:
    """OpenAPI 3.0 marks a bound as exclusive with a boolean beside it."""
    for name, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(exclusive) is True:
            closed[exclusive] = closed.pop(name)

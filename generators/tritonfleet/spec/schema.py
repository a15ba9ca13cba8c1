"""The fleet's JSON schema (draft 2020-12), from the types: for editors, and for anybody without Python."""

from __future__ import annotations

import copy
from typing import Any

from tritonfleet.spec.fleet import Fleet

Schema = dict[str, Any]
PARTIAL = "Partial"


def fleet_schema() -> Schema:
    """The schema of a fleet file. Overrides are typed too: every key known, none required, ``null`` removes."""
    schema = Fleet.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "tritonfleet fleet"
    definitions: dict[str, Schema] = schema["$defs"]
    overrides = definitions["Overrides"]["properties"]
    for section, kind in (("services", "Service"), ("models", "Model")):
        _add_partial(definitions, kind)
        for pattern in overrides[section]["patternProperties"]:
            overrides[section]["patternProperties"][pattern] = {"$ref": f"#/$defs/{PARTIAL}{kind}"}
    _tidy(schema)
    return schema


def _add_partial(definitions: dict[str, Schema], name: str) -> None:
    """Add ``Partial<name>`` and the partial forms of everything it refers to."""
    target = f"{PARTIAL}{name}"
    if target in definitions:
        return
    partial = copy.deepcopy(definitions[name])
    partial.pop("required", None)
    partial.pop("minProperties", None)
    partial.pop("allOf", None)
    definitions[target] = partial
    for key, value in partial.get("properties", {}).items():
        partial["properties"][key] = {"anyOf": [value, {"type": "null"}]} if "anyOf" not in value else value
    for reference in _references(partial):
        below = reference["$ref"].rpartition("/")[2]
        if "properties" in definitions[below]:
            reference["$ref"] = f"#/$defs/{PARTIAL}{below}"
            _add_partial(definitions, below)


def _references(value: Any) -> list[Schema]:
    if isinstance(value, dict):
        own = [value] if "$ref" in value else []
        return own + [found for item in value.values() for found in _references(item)]
    if isinstance(value, list):
        return [found for item in value for found in _references(item)]
    return []


def _tidy(value: Any) -> None:
    """Close maps whose keys have a pattern, and drop generated titles: they repeat the key in an editor's hover."""
    if isinstance(value, dict):
        if isinstance(value.get("title"), str) and ("type" in value or "anyOf" in value or "$ref" in value):
            value.pop("title")
        if isinstance(value.get("patternProperties"), dict):
            value.setdefault("additionalProperties", False)
        for item in value.values():
            _tidy(item)
    elif isinstance(value, list):
        for item in value:
            _tidy(item)

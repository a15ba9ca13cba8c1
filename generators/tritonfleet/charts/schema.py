"""values.schema.json from the types: closed, local references only, readable messages from Helm."""

from __future__ import annotations

from types import NoneType
from typing import Any, get_args

from tritonfleet.charts.rules import JsonSchema
from tritonfleet.charts.types import Values

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def values_schema(values: type[Values], title: str, *, asks_for_nulled: bool) -> JsonSchema:
    """The JSON Schema of a chart's values, in which every key is optional, as in a values file.

    After Helm has merged all files with the defaults, every key is there unless a person nulled it.
    ``asks_for_nulled`` refuses the latter: where all keys of the root are there, so must be those below.
    That is for charts with so many keys in the root that nobody writes them all.
    """
    body: JsonSchema = _tidy(values.model_json_schema(by_alias=True))
    definitions = body.pop("$defs")
    body["properties"]["global"] = {"type": "object", "description": "Set by Helm for sub-charts; not used."}
    rules = body.pop("allOf", [])
    if asks_for_nulled:
        required = _required(values)
        rules.append({"if": {"required": required.pop("required")}, "then": required})
    head = {"$schema": DRAFT, "title": title}
    return {**head, **body, **({"allOf": rules} if rules else {}), "$defs": dict(sorted(definitions.items()))}


def _required(values: type[Values]) -> JsonSchema:
    """What must not be null below ``values``, as nested ``required`` lists."""
    needed: list[str] = []
    nested: JsonSchema = {}
    for name, field in values.model_fields.items():
        key = field.alias or name
        kind = field.annotation
        if NoneType not in get_args(kind):
            needed.append(key)
        if isinstance(kind, type) and issubclass(kind, Values) and (inner := _required(kind)):
            nested[key] = inner
    return {keyword: names for keyword, names in (("required", needed), ("properties", nested)) if names}


def _tidy(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {
        key: {name: _tidy(child) for name, child in value.items()}
        if key in ("properties", "$defs")
        else _tidy(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }
    return _plain_null(_closed_map(result))


def _closed_map(node: JsonSchema) -> JsonSchema:
    """A map with constrained keys: pydantic lets other keys through, here they are refused.

    Not by ``propertyNames``, whose errors Helm's validator (santhosh-tekuri/jsonschema) places anywhere.
    """
    if node.get("type") != "object" or "patternProperties" not in node:
        return node
    names = node.pop("propertyNames", {})
    if "not" in names:
        node["patternProperties"][names.pop("not")["pattern"]] = False
    return node | ({"propertyNames": names} if names else {}) | {"additionalProperties": False}


def _plain_null(node: JsonSchema) -> JsonSchema:
    """One type or null without ``anyOf``, of which Helm reports every branch: one message instead of three."""
    choices = node.get("anyOf", [])
    others = [choice for choice in choices if choice != {"type": "null"}]
    if len(others) != 1 or len(choices) != 2:
        return node
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    only: JsonSchema = others[0]
    if "$ref" in only:
        return {"if": {"type": "null"}, "else": only} | rest
    if not isinstance(only.get("type"), str):
        return node
    if "enum" in only:
        only = only | {"enum": [*only["enum"], None]}
    return only | {"type": [only["type"], "null"]} | rest

"""The reference of the fleet file: every object, its keys, their types and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.spec.schema import PARTIAL, fleet_schema

Schema = dict[str, Any]
INTRODUCTION = """\
# The fleet file

Generated from the types (`make golden`). Every object is closed: an unknown key is refused with the line it stands on
and the key that was probably meant. A key marked *not yet* is known, and refused until its feature is built. For
completion in an editor, begin the file with
`# yaml-language-server: $schema=schemas/fleet.schema.json`.

Durations have a unit (`100us`, `5ms`, `30s`, `4m`), amounts of memory too (`512Mi`, `16Gi`), CPU is in cores (`"2"`,
`500m`). In `overrides`, every key of a service or a model may stand alone; `null` removes what the fleet states.
"""


def fleet_reference() -> str:
    """The page, in Markdown."""
    schema = fleet_schema()
    definitions: dict[str, Schema] = schema["$defs"]
    parts = [INTRODUCTION, *_section("Fleet", schema, definitions)]
    for name in _reached(schema, definitions):
        if "properties" in definitions[name]:
            parts += _section(name, definitions[name], definitions)
    return "\n".join(parts).rstrip() + "\n"


def _section(name: str, schema: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    yield f"## {name}\n"
    if schema.get("description"):
        yield f"{_line(schema['description'])}\n"
    if not schema.get("properties"):
        return
    required = set(schema.get("required", ()))
    yield "| Key | Type | Default | What it is |\n|---|---|---|---|"
    for key, value in schema["properties"].items():
        needed = " (required)" if key in required else ""
        meaning = _line(value.get("description") or _meaning(value, definitions))
        yield f"| `{key}`{needed} | {_type(value)} | {_default(value)} | {meaning} |"
    yield ""


def _meaning(schema: Schema, definitions: dict[str, Schema]) -> str:
    """What the first object a key holds is, in one sentence."""
    names = [name for name in _names(schema) if definitions[name].get("description")]
    return definitions[names[0]]["description"].split("\n\n")[0] if names else ""


def _reached(schema: Schema, definitions: dict[str, Schema]) -> list[str]:
    """Names of the objects, in the order a reader meets them; partial twins are left out."""
    found: dict[str, None] = {}
    pending: list[Any] = [schema["properties"]]
    while pending:
        for name in _names(pending.pop(0)):
            if name not in found and not name.startswith(PARTIAL):
                found[name] = None
                pending.append(definitions[name].get("properties", {}))
    return list(found)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        kinds = [_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema or "const" in schema:
        return " \\| ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object":
        inner = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        kinds = [_type(one) for one in inner if isinstance(one, dict)]
        return f"map of {kinds[0]}" if kinds else "map"
    if schema.get("examples"):
        return f"e.g. `{schema['examples'][0]}`"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}.get(
        str(schema.get("type")), "any"
    )


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, {}, []) or isinstance(value, dict):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

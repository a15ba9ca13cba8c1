"""The vendored schemas are whole, closed, without prose, and say where they come from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tritonfleet.paths import data_dir
from tritonfleet.render.schemas import kinds, minors, schema_for, validator

ALL = [(minor, api_version, kind) for minor in minors() for api_version, kind in kinds(minor)]
NEWEST = minors()[-1]


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    if isinstance(schema, dict):
        yield schema
        for key in ("properties", "$defs"):
            for child in schema.get(key, {}).values():
                yield from nodes(child)
        for key in ("items", "additionalProperties", "not"):
            yield from nodes(schema.get(key))
        for key in ("allOf", "anyOf", "oneOf"):
            for child in schema.get(key, ()):
                yield from nodes(child)


def expanded(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """The schema with its references replaced: the form whose checksum is recorded."""
    if "$ref" in schema:
        return expanded(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    result = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: expanded(child, definitions) for name, child in value.items()}
        elif key in ("allOf", "anyOf", "oneOf"):
            result[key] = [expanded(child, definitions) for child in value]
        elif key in ("items", "additionalProperties", "not") and isinstance(value, dict):
            result[key] = expanded(value, definitions)
        elif key not in ("$schema", "$defs"):
            result[key] = value
    return result


def test_the_supported_kubernetes_versions_are_there() -> None:
    assert minors() == ("1.33", "1.34", "1.35", "1.36", "1.37")


def origins() -> list[dict[str, Any]]:
    """What is recorded of each upstream file."""
    recorded: list[dict[str, Any]] = json.loads(text("origin.json"))
    return recorded


def text(name: str) -> str:
    return (data_dir("schemas") / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("minor", minors())
def test_every_schema_has_an_origin_and_its_recorded_checksum(minor: str) -> None:
    recorded = {}
    for holds in ("experimental", "any", minor):
        for origin in origins():
            recorded |= origin["kinds"] if origin["holds"] == holds else {}
    actual = {}
    for api_version, kind in kinds(minor):
        schema = schema_for(api_version, kind, minor)
        whole = expanded(schema, schema["$defs"])
        compact = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        actual[f"{api_version} {kind}"] = hashlib.sha256(compact.encode()).hexdigest()
    assert actual == recorded


def test_every_origin_names_source_version_path_checksum_and_licence() -> None:
    needed = {"version", "path", "sha256", "licence"}
    incomplete = [
        origin["path"]
        for origin in origins()
        if not ({"wheel", "module", "repository"} & set(origin)) or not needed <= set(origin)
    ]
    assert incomplete == []


def test_the_licences_allow_redistribution() -> None:
    assert {origin["licence"] for origin in origins()} == {"Apache-2.0", "MIT"}


def test_every_definition_is_used() -> None:
    defined = json.loads(text("definitions.json"))
    pending = [name for table in json.loads(text("kinds.json")).values() for name in table.values()]
    used: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in used:
            used.add(name)
            pending += re.findall(r"#/\$defs/(\w+)", json.dumps(defined[name]))
    assert set(defined) == used


def test_the_lines_are_sorted_so_that_one_can_be_looked_up() -> None:
    lines = text("definitions.json").split("\n")[1:-2]
    assert lines == sorted(lines)


def test_all_schemas_take_little_room() -> None:
    assert sum(len(text(name)) for name in ("definitions.json", "kinds.json", "origin.json")) < 6e6


def test_no_upstream_prose_is_copied() -> None:
    prose = {"description", "title", "example", "examples", "externalDocs", "message"}
    copied = [
        (kind, node)
        for minor, api_version, kind in ALL
        for node in nodes(schema_for(api_version, kind, minor))
        if prose & set(node)
    ]
    assert copied == []


def test_every_object_with_known_fields_is_closed() -> None:
    open_objects = [
        (api_version, kind, sorted(node["properties"])[:5])
        for api_version, kind in kinds(NEWEST)
        for node in nodes(schema_for(api_version, kind, NEWEST))
        if "properties" in node
        and "type" in node
        and not node.get("x-kubernetes-preserve-unknown-fields")
        and "additionalProperties" not in node
    ]
    assert open_objects == []


@pytest.mark.parametrize(("api_version", "kind"), list(kinds(NEWEST)))
def test_every_schema_compiles_and_refuses_an_unknown_field(api_version: str, kind: str) -> None:
    compiled = validator(api_version, kind, NEWEST)
    identity = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}}
    messages = [error.message for error in compiled.iter_errors(identity | {"surprise": 1})]
    assert any("surprise" in message for message in messages)

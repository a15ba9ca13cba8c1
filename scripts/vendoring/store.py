"""Schemas cut into definitions that are stored once, however many kinds and versions share them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

Schema = dict[str, Any]

_WORTH_SHARING = 150
"""Characters from which a reference is shorter than a copy."""


class Store:
    """Definitions by the hash of their text."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def add(self, schema: Schema) -> str:
        """Store a whole schema; the name of its definition."""
        return self._define({key: self._shared(key, value) for key, value in schema.items()})

    def _define(self, schema: Schema) -> str:
        name = digest(schema)[:12]
        self.definitions[name] = schema
        return name

    def _shared(self, key: str, value: Any) -> Any:
        if key == "properties":
            return {name: self._reference(each) for name, each in value.items()}
        if key in {"allOf", "anyOf", "oneOf"}:
            return [self._reference(each) for each in value]
        if key in {"items", "additionalProperties", "not"} and isinstance(value, dict):
            return self._reference(value)
        return value

    def _reference(self, schema: Schema) -> Schema:
        shared = {key: self._shared(key, value) for key, value in schema.items()}
        if "properties" not in shared or len(compact(shared)) < _WORTH_SHARING:
            return shared
        return {"$ref": f"#/$defs/{self._define(shared)}"}


def compact(value: Any) -> str:
    """JSON without blanks, keys sorted: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of the compact text."""
    return hashlib.sha256(compact(value).encode()).hexdigest()

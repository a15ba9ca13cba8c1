"""A value on one line, as it is written into a file: YAML, or JSON where the file is JSON."""

from __future__ import annotations

import json
from typing import Any

from tritonfleet.yamlio.emitting import dump


def is_json(text: str) -> bool:
    """Whether a document is JSON, and is to stay so."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def as_json(value: Any) -> str:
    """The value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def as_yaml(value: Any) -> str:
    """The value as YAML: JSON, which is YAML, for what has parts or several lines."""
    if isinstance(value, dict | list) and value:
        return as_json(value)
    return as_json(value) if isinstance(value, str) and "\n" in value else dump(value).rstrip("\n")

"""Reading a fleet before it is typed: what is not as expected reads as empty, and its types will say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def dig(raw: Any, *path: str) -> dict[str, Any]:
    """The mapping at a path; an empty one where there is something else."""
    for part in path:
        raw = raw.get(part) if isinstance(raw, dict) else None
    return raw if isinstance(raw, dict) else {}


def mappings(raw: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """The entries at a path that are mappings themselves, by name."""
    return {name: entry for name, entry in dig(raw, *path).items() if isinstance(entry, dict)}


def texts(raw: Mapping[str, Any], key: str) -> list[str]:
    """The texts of a list."""
    found = raw.get(key)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []

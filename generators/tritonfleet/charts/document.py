"""values.yaml from the types: every default, with its description above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.charts.types import Values

HEADER = """\
# Defaults of the chart, generated from its types: change generators/tritonfleet/charts, not this file.
# The schema refuses unknown keys. Setting a key to null means "not set"; entries of maps go the same way."""


def values_yaml(values: type[Values], sections: Mapping[str, str]) -> str:
    """values.yaml. ``sections`` maps the first key of each group to the title of the group."""
    defaults = values().model_dump(mode="json", by_alias=True)
    lines = [HEADER]
    for name, field in values.model_fields.items():
        key = field.alias or name
        if key in sections:
            lines.append(f"\n# ── {sections[key]} {'─' * (95 - len(sections[key]))}\n")
        lines.extend(_entry(key, field.description or "", field.annotation, defaults[key], 0))
    return "\n".join(lines) + "\n"


def _entry(key: str, description: str, kind: Any, default: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}# {description}"
    nested = _nested(kind)
    if nested is None or default is None:
        yield from _plain(key, default, pad)
        return
    yield f"{pad}{key}:"
    for name, field in nested.model_fields.items():
        child = field.alias or name
        yield from _entry(child, field.description or "", field.annotation, default[child], depth + 1)


def _nested(kind: Any) -> type[Values] | None:
    """The object type behind an annotation, also when it may be null."""
    for candidate in getattr(kind, "__args__", (kind,)):
        if isinstance(candidate, type) and issubclass(candidate, Values) and not _is_map(kind):
            return candidate
    return None


def _is_map(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is dict


def _plain(key: str, value: Any, pad: str) -> Iterator[str]:
    import yaml

    text = yaml.safe_dump({key: _without_nulls(value)}, sort_keys=False, allow_unicode=True, width=200)
    yield from (f"{pad}{line}" for line in text.rstrip().splitlines())


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return value

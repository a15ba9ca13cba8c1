"""What a JSON schema has against a value, said for people: where, expected, got, did you mean."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong. ``path`` leads to the value, or to the unknown key itself."""

    path: tuple[str | int, ...]
    message: str
    fix: str = ""


def violations(validator: Validator, schema: Schema, instance: Any) -> list[Violation]:
    """Everything the schema refuses in the instance, by path. ``validator`` was compiled from ``schema``."""
    if validator.is_valid(instance):
        return []
    found = [v for error in validator.iter_errors(instance) for v in _explained(error, schema)]
    return sorted(set(found), key=lambda v: ([str(part) for part in v.path], v.message))


def dotted(path: Sequence[str | int]) -> str:
    """``spec.containers[0].image``; a key that holds a dot is quoted: ``labels["a.b/c"]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif "." in part or "/" in part:
            text += f"[{json.dumps(part)}]"
        else:
            text += f".{part}" if text else part
    return text


def _explained(error: ValidationError, schema: Schema) -> Iterator[Violation]:
    path = tuple(error.instance_path)
    keyword, detail = error.kind.name, error.kind.as_dict()
    if keyword in {"additionalProperties", "unevaluatedProperties"}:
        from tritonfleet.suggest import suggest

        known = _known_keys(schema, error.schema_path)
        for key in detail["unexpected"]:
            yield Violation((*path, key), f"unknown key `{key}`", suggest(key, known))
    elif keyword in {"anyOf", "oneOf"} and "context" in detail:
        yield from _of_branches(error, error.kind.value, schema)
    elif keyword == "required":
        yield Violation(path, f"`{detail['property']}` is missing")
    else:
        yield Violation(path, *_message(keyword, error))


def _message(keyword: str, error: ValidationError) -> tuple[str, str]:
    """The message, and how to mend it where the schema tells."""
    from tritonfleet.suggest import suggest

    got, wanted = _shown(error.instance), error.kind.value
    match keyword:
        case "type":
            return f"expected {_types(wanted)}, got {got}", _quote_hint(wanted, error.instance)
        case "enum":
            texts = [option for option in wanted if isinstance(option, str)]
            hint = suggest(error.instance, texts) if isinstance(error.instance, str) else ""
            return f"expected one of {', '.join(map(_shown, wanted))}, got {got}", hint
        case "const":
            return f"expected {_shown(wanted)}, got {got}", ""
        case "pattern":
            return f"expected text that matches {wanted}, got {got}", ""
        case "format":
            return f"expected {wanted}, got {got}", ""
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return f"expected {_BOUNDS[keyword]} {wanted}, got {got}", ""
        case "false schema":
            return "is not allowed here", ""
        case _:
            return error.message, ""


_BOUNDS = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
}


def _of_branches(
    error: ValidationError, branches: Sequence[Sequence[ValidationError]], schema: Schema
) -> Iterator[Violation]:
    """None of several forms fits: speak of the form that was probably meant."""
    here = tuple(error.instance_path)
    wrong_type = [_own_type_error(branch, here) for branch in branches]
    meant = [branch for branch, wrong in zip(branches, wrong_type, strict=True) if branch and wrong is None]
    if meant:
        # The deeper a form was followed and the less it minds, the more likely it was meant.
        best = max(meant, key=lambda branch: (max(len(e.instance_path) for e in branch), -len(branch)))
        for inner in best:
            yield from _explained(inner, schema)
        return
    expected = " or ".join(
        dict.fromkeys(_types(wrong.kind.value) for wrong in wrong_type if wrong is not None)
    )
    yield Violation(here, f"expected {expected or 'another form'}, got {_shown(error.instance)}")


def _own_type_error(branch: Iterable[ValidationError], here: Sequence[str | int]) -> ValidationError | None:
    matching = (e for e in branch if e.kind.name == "type" and tuple(e.instance_path) == here)
    return next(matching, None)


def _known_keys(schema: Schema, keyword_path: Sequence[str | int]) -> list[str]:
    """The properties of the object schema whose keyword stands at this path."""
    current: Any = schema
    for part in keyword_path[:-1]:
        try:
            current = current[part]
        except (KeyError, IndexError, TypeError):
            return []
    properties = current.get("properties", {}) if isinstance(current, dict) else {}
    return list(properties)


def _types(wanted: Any) -> str:
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    if len(names) > 1:
        # Null means "not set": true, but no help to somebody who set it to something else.
        names = [name for name in names if name != "null"]
    return " or ".join(_ARTICLES.get(name, name) for name in names)


_ARTICLES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _quote_hint(wanted: Any, value: Any) -> str:
    wants_text = "string" in ([wanted] if isinstance(wanted, str) else wanted)
    return "put it in quotes" if wants_text and isinstance(value, bool | int | float) else ""


def _shown(value: Any) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= 80 else f"{text[:77]}…"

"""Pydantic's errors as one clear line each: what, where, expected, did you mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tritonfleet.errors import Location, Mend, Problem, in_file_order
from tritonfleet.suggest import nearest, suggest

PATTERN_HINTS = {
    "^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$": "a DNS label: lower-case letters, digits and inner dashes, "
    "a letter first, at most 53",
    "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?": "a DNS label: lower-case letters, digits and inner dashes, at most 63",
}

EXPECTED = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "finite_number": "a finite number",
}
"""What is said instead of pydantic's own words, which speak of Python's types."""

MERGE_KEY = "<<"
MERGE_FIX = "repeat the keys; an anchor for a whole value (`b: *a`) works"


class Locate(Protocol):
    """Finds where a path stands in the text."""

    def __call__(self, path: Sequence[str | int], *, key: bool = False) -> Location: ...


def problems_of(error: ValidationError, root: type[BaseModel], locate: Locate) -> list[Problem]:
    """One Problem per mistake, in file order. ``root`` is the type that was validated."""
    problems = [_problem(detail, root, locate) for detail in error.errors(include_url=False)]
    return sorted(problems, key=in_file_order)


def _problem(detail: ErrorDetails, root: type[BaseModel], locate: Locate) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    dotted = ".".join(str(part) for part in path)
    on_key = detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
    location = locate(path, key=on_key)
    if detail["type"] == "extra_forbidden":
        name = str(path[-1])
        if name == MERGE_KEY:
            return Problem(f"merge keys (`<<`) are not YAML 1.2{_within(path)}", location, MERGE_FIX)
        known = _known_keys(path, root)
        near = nearest(name, known)
        mend = Mend("rename", path, near) if near else None
        return Problem(f"unknown key `{name}`{_within(path)}", location, suggest(name, known), mend=mend)
    if detail["type"] == "missing":
        return Problem(f"`{path[-1]}` is missing{_within(path)}", locate(path[:-1], key=True))
    mend = _enum_mend(path, detail)
    return Problem(f"{dotted}: {_message(detail)}", location, _enum_hint(detail), mend=mend)


def _within(path: Sequence[str | int]) -> str:
    parent = ".".join(str(part) for part in path[:-1])
    return f" in {parent}" if parent else ""


def _message(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    got = detail.get("input")
    shown = f", got {got!r}" if isinstance(got, str | int | float | bool) else ""
    if detail["type"] == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        hint = next((text for key, text in PATTERN_HINTS.items() if key in pattern), f"text like {pattern}")
        return f"expected {hint}{shown}"
    if detail["type"] in {"literal_error", "enum"}:
        return f"expected {context['expected']}{shown}"
    if detail["type"] == "refused":
        return str(context["why"])
    if detail["type"] in EXPECTED:
        return f"expected {EXPECTED[detail['type']]}{shown or _kind(got)}"
    message = detail["msg"]
    return message[0].lower() + message[1:] + ("" if "got " in message else shown)


def _kind(got: Any) -> str:
    """A value too large to be shown, by its kind."""
    kind = "a mapping" if isinstance(got, dict) else "a list" if isinstance(got, list) else "nothing"
    return f", got {kind}"


def _enum_hint(detail: ErrorDetails) -> str:
    if detail["type"] not in {"literal_error", "enum"}:
        return ""
    got, allowed = detail.get("input"), _allowed(detail)
    if isinstance(got, str):
        return suggest(got, allowed)
    return f'put it in quotes: "{got}"' if str(got) in allowed else ""


def _allowed(detail: ErrorDetails) -> list[str]:
    """The words that an enumeration allows."""
    return [part.strip(" '") for part in detail["ctx"]["expected"].replace(" or ", ",").split(",")]


def _enum_mend(path: tuple[str | int, ...], detail: ErrorDetails) -> Mend | None:
    """The edit to the allowed word that was probably meant."""
    if detail["type"] not in {"literal_error", "enum"}:
        return None
    got, allowed = detail.get("input"), _allowed(detail)
    meant = nearest(got, allowed) if isinstance(got, str) else str(got) if str(got) in allowed else None
    return Mend("set", path, meant) if meant else None


def _known_keys(path: Sequence[str | int], root: type[BaseModel]) -> list[str]:
    """The keys of the object that the last part of ``path`` is in; none when it is no model."""
    owner = type_at(root, path[:-1])
    return [] if owner is None else [field.alias or key for key, field in owner.model_fields.items()]


def type_at(root: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel] | None:
    """The model type that validates the object at ``path`` below ``root``; None when it is no model."""
    current: Any = root
    for part in path:
        model = _model_in(current)
        if model is None:
            current = _item_in(current)
            continue
        field = next((f for key, f in model.model_fields.items() if part in (f.alias, key)), None)
        if field is None:
            return None
        current = field.annotation
    return _model_in(current)


def _unwrapped(annotation: Any) -> list[Any]:
    """The annotation's alternatives, without Annotated and Optional around them."""
    if hasattr(annotation, "__metadata__"):
        return _unwrapped(annotation.__origin__)
    arguments = get_args(annotation)
    if type(None) in arguments:
        return [found for a in arguments if a is not type(None) for found in _unwrapped(a)]
    return [annotation]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for candidate in _unwrapped(annotation):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _item_in(annotation: Any) -> Any:
    """What a list or mapping holds."""
    arguments = get_args(_unwrapped(annotation)[0])
    return arguments[-1] if arguments else None

"""Whether a flag's value is one that Triton's parser takes, and whether it takes all of it.

Source: triton-inference-server/server:src/command_line_parser.cc, ParseOption and the Parse…Option functions.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tritonfleet.checks.triton.arguments import as_number, as_switch
from tritonfleet.checks.triton.options import Option, catalogue
from tritonfleet.checks.triton.words import UNKNOWN

_BITS = {"int": 31, "level": 31, "int64": 63}
_PART = re.compile(r"<(?P<kind>\w+)>|(?P<optional>\[.*?\])|(?P<plain>[^<\[]+)")
_PARTS = {
    "int": r"\s*[+-]?\d.*?",
    "number": r"\s*[+-]?[\d.].*?",
    "count": r"\s*[+-]?\d[^:]*",
    "device": r"\s*[+-]?\d[^:]*",
    "resource": "[^:]+",
    "mode": "(?i:triton|opentelemetry)",
    "name": "[^=]+?",
    "setting": "[^=,]+",
    "text": "[^,]+",
    "value": ".+",
}
"""The parts of a form. Numbers are C++'s, which pass over what follows the digits."""
_WHOLE = re.compile(r"\s*[+-]?\d+")
_WHOLE_FLOAT = re.compile(r"\s*[+-]?\d+\.0*")


def refusal(option: Option, value: str) -> str:
    """What Triton expects instead of a value that it refuses; "" for one that it takes."""
    return _refusal(option.name, value)


@lru_cache(maxsize=4096)
def _refusal(name: str, value: str) -> str:
    option = catalogue().options[name]
    match option.type:
        case "bool":
            return "" if as_switch(value) is not None else "true or false"
        case "int" | "int64" | "level":
            return _number_refusal(option, value)
        case "number":
            return "" if re.match(_PARTS["number"], value) else "a number"
        case "choice":
            return "" if value.lower() in option.choices else _one_of(option.choices)
        case "exact":
            return "" if value in option.choices else _one_of(option.choices)
        case "form":
            return "" if _form(option.form).fullmatch(value) else option.form
        case "restriction":
            return "" if re.fullmatch(r"[^:]+:[^=]+=.+", value) else "<api>[,<api>]:<header>=<value>"
        case _:
            return "a text that is not empty" if option.least and not value else ""


def _number_refusal(option: Option, value: str) -> str:
    if option.type == "level" and value.lower() in {"true", "false"}:
        return ""
    number = as_number(value)
    limit = 2 ** _BITS[option.type]
    if number is None or not -limit <= number < limit:
        return "a whole number" if number is None else f"a number below {limit}"
    if option.least is not None and option.most is not None and not option.least <= number <= option.most:
        return f"a number from {option.least} to {option.most}"
    return f"{option.least} or more" if option.least is not None and number < option.least else ""


def cut_short(option: Option, value: str) -> int | None:
    """The number that Triton reads from a value of which it passes over the end; None if it reads all of it."""
    if option.type not in _BITS or UNKNOWN in value:
        return None
    whole = _WHOLE.fullmatch(value) or _WHOLE_FLOAT.fullmatch(value)
    return None if whole else as_number(value)


def meant(value: str) -> int | None:
    """The whole number that a value in another notation stands for: ``1e+06``, ``256MB``, ``64Mi``."""
    from tritonfleet.checks.quantities import memory

    try:
        exact = float(value)
    except ValueError:
        return memory(value.removesuffix("B").strip())
    return int(exact) if exact.is_integer() else None


def unknown_apis(value: str) -> list[str]:
    """The names in a restriction that are no API of Triton's."""
    names = value.partition(":")[0].split(",")
    return [name for name in names if name not in catalogue().restrictable]


def _one_of(choices: tuple[str, ...]) -> str:
    return f"one of {', '.join(choices)}"


@cache
def _form(form: str) -> re.Pattern[str]:
    """A pattern for a form such as ``[<name>,]<name>=<value>``, or for one of two forms."""
    if " or " in form:
        return re.compile("|".join(_form(one).pattern for one in form.split(" or ")), re.DOTALL)
    pattern = ""
    for part in _PART.finditer(form):
        if part["optional"]:
            pattern += f"(?:{_form(part['optional'][1:-1]).pattern})?"
        else:
            pattern += _PARTS[part["kind"]] if part["kind"] else re.escape(part["plain"])
    return re.compile(pattern, re.DOTALL)

"""Quantities as Kubernetes writes them once it has read them.

Source: kubernetes/apimachinery:pkg/api/resource/quantity.go (CanonicalizeBytes).
"""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.quantities import quantity

_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL = {-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}
_OTHER = re.compile(r"[eE][+-]?\d")


def canonical(value: Any) -> str | None:
    """``1.5`` is 1500m, ``1024Mi`` is 1Gi, a number is text; None for no quantity, or one in exponents."""
    exact, text = quantity(value), str(value)
    if exact is None or _OTHER.search(text):
        return None
    whole = exact == exact.to_integral_value()
    if text.endswith("i") and whole and abs(exact) >= 1024:
        return _binary(int(exact))
    mantissa, exponent = exact.normalize(), 0
    _, digits, power = mantissa.as_tuple()
    if not isinstance(power, int):
        return None
    number, exponent = int("".join(map(str, digits))), power
    while exponent % 3:
        number, exponent = number * 10, exponent - 1
    sign = "-" if exact < 0 else ""
    return f"{sign}{number}{_DECIMAL[exponent]}" if exponent in _DECIMAL else None


def _binary(number: int) -> str:
    power = 0
    while number % 1024 == 0 and power < len(_BINARY) - 1:
        number, power = number // 1024, power + 1
    return f"{number}{_BINARY[power]}"

"""Kubernetes quantities as numbers: cores, bytes, whole units. What is no quantity is None.

The grammar and the suffixes are those of kubernetes/apimachinery:pkg/api/resource/quantity.go.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Any

LARGEST = 2**63 - 1
"""Kubernetes caps every quantity here."""

_FORM = re.compile(
    r"(?P<number>[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40}))"
    r"(?:(?P<suffix>[numkMGTPE]|[KMGTPE]i)|[eE](?P<exponent>[+-]?\d{1,3}))?",
    re.ASCII,
)
_FACTORS = {
    **{suffix: Decimal(1000) ** (power - 3) for power, suffix in enumerate("num")},
    **{suffix: Decimal(1000) ** (power + 1) for power, suffix in enumerate("kMGTPE")},
    **{f"{suffix}i": Decimal(1024) ** (power + 1) for power, suffix in enumerate("KMGTPE")},
}


def quantity(value: Any) -> Decimal | None:
    """The exact number that a quantity stands for, capped as Kubernetes caps it; None if it is none."""
    if isinstance(value, str):
        return _parse(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return _parse(str(value)) if isinstance(value, float) or abs(value) <= LARGEST else None


def cpu(value: Any) -> float | None:
    """Cores: ``500m`` is 0.5."""
    exact = quantity(value)
    return None if exact is None else float(exact)


def memory(value: Any) -> int | None:
    """Bytes, rounded up as Kubernetes rounds: ``1Gi`` is 1073741824."""
    exact = quantity(value)
    return None if exact is None else int(exact.to_integral_value(ROUND_CEILING))


def amount(value: Any) -> int | None:
    """Whole units of an extended resource; None for a fraction too."""
    exact = quantity(value)
    return None if exact is None or exact != exact.to_integral_value() else int(exact)


def shown(size: int) -> str:
    """Bytes as a person writes them: ``512Mi``, ``1.5Gi``."""
    for suffix in ("Ei", "Pi", "Ti", "Gi", "Mi", "Ki"):
        factor = int(_FACTORS[suffix])
        if abs(size) >= factor:
            return f"{round(size / factor, 1):g}{suffix}"
    return f"{size} bytes"


@lru_cache(maxsize=4096)
def _parse(text: str) -> Decimal | None:
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    number = Decimal(match["number"])
    if match["exponent"]:
        number = number.scaleb(int(match["exponent"]))
    elif match["suffix"]:
        number *= _FACTORS[match["suffix"]]
    return max(min(number, Decimal(LARGEST)), Decimal(-LARGEST))

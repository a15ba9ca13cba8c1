"""Prometheus' durations: ``1m30s``, ``500ms``, ``1d``."""

from __future__ import annotations

import re
from typing import Any

_DURATION = re.compile(
    r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?"
)  # prometheus/common:model/time.go
_SECONDS = (31_536_000, 604_800, 86_400, 3_600, 60, 1, 0.001)


def seconds(text: Any) -> float | None:
    """The seconds of a duration; None when it is none."""
    if not isinstance(text, str) or not text:
        return None
    if text == "0":
        return 0.0
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    return float(
        sum(int(found) * factor for found, factor in zip(match.groups(), _SECONDS, strict=True) if found)
    )


def shown(amount: float) -> str:
    """Seconds as a person writes them: ``30s``, ``2m``, ``1h``."""
    for factor, letter in ((3600, "h"), (60, "m")):
        if amount >= factor and amount % factor == 0:
            return f"{amount / factor:g}{letter}"
    return f"{amount:g}s"

"""Numbers as autoscalers read them: text, without an exponent."""

from __future__ import annotations

from tritonfleet.planner.scaling.constants import constants


def number_text(value: float) -> str:
    """A number with at most the decimals that KEDA keeps: ``7.9``, ``22.4``, ``1200``."""
    return f"{value:.{constants().decimals}f}".rstrip("0").rstrip(".")


def quantity_text(value: float) -> str:
    """A Kubernetes quantity: ``7900m`` for 7.9, ``12`` for 12."""
    milli = round(value * 1000)
    return str(milli // 1000) if milli % 1000 == 0 else f"{milli}m"

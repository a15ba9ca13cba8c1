"""How findings name several things at once."""

from __future__ import annotations

from collections.abc import Iterable


def listed(names: Iterable[object], most: int = 4) -> str:
    """`` `a`, `b` and 3 more``: the first names, and how many there are beside them."""
    every = [f"`{name}`" for name in names]
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} more"

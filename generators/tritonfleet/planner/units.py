"""What one pod gets of a GPU, as a text: ``count``, ``share 4``, ``slice 1g.10gb``, ``slice 1g.10gb share 2``."""

from __future__ import annotations

WHOLE = "count"
"""A whole GPU, called after the request for it."""


def unit_text(profile: str | None, sharers: int | None) -> str:
    """The unit of a pod on a slice of this profile (None: no slice), one of so many sharers (None: alone)."""
    parts = [f"slice {profile}" if profile else "", f"share {sharers}" if sharers else ""]
    return " ".join(part for part in parts if part) or WHOLE


def unit_parts(unit: str) -> tuple[str | None, int | None]:
    """The profile and the sharers of a unit: what ``unit_text`` made it from."""
    words = unit.split()
    found = dict(zip(words[::2], words[1::2], strict=False))
    return found.get("slice"), int(found["share"]) if "share" in found else None

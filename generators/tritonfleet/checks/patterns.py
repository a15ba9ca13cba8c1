"""Regular expressions out of manifests, matched in linear time as RE2 does: Python's own may take for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

_LARGEST = 1_000_000
"""Bytes of a compiled expression."""


@lru_cache(maxsize=4096)
def matcher(expression: str) -> Callable[[str], bool] | None:
    """Whether a text as a whole matches, as Prometheus asks; None for what cannot be read as an expression.

    Source: prometheus/prometheus:model/relabel/relabel.go (anchored at both ends).
    """
    if "[:" in expression:
        return None  # A class of POSIX is another set of characters to this library.
    import jsonschema_rs

    try:
        options = jsonschema_rs.RegexOptions(size_limit=_LARGEST)
        validator = jsonschema_rs.Draft202012Validator(
            {"pattern": f"^(?:{expression})$"}, pattern_options=options
        )
    except (jsonschema_rs.ValidationError, ValueError):
        return None
    return validator.is_valid

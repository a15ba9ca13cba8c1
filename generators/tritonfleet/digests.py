"""Content hashes: equal content has an equal digest, and nothing else has."""

from __future__ import annotations

import hashlib
from typing import Any


def digest(*parts: str | bytes) -> str:
    """A hash of the parts, each kept apart from the next."""
    state = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def data_digest(value: Any) -> str:
    """The digest of plain data. The order of keys counts: it decides the order of what is written."""
    # repr tells 1 from "1" and True, which JSON's keys do not.
    return digest(repr(value))

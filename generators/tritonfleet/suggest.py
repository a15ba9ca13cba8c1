"""What a misspelt name was probably meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tritonfleet.errors import InputError


def suggest(name: str, known: Iterable[str]) -> str:
    """``did you mean `replicas`?`` for a near miss, else the few known names, else nothing."""
    names = sorted(known)
    near = nearest(name, names)
    if near is not None:
        return f"did you mean `{near}`?"
    if len(names) == 1:
        return f"the only one is `{names[0]}`"
    return f"known here: {', '.join(names)}" if 0 < len(names) <= 12 else ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one name that was probably meant; None where none is near."""
    names = sorted(known)
    by_folded = {folded: n for n in names for folded in (n.lower(), n.replace("_", "").lower())}
    folded = name.replace("_", "").replace("-", "").lower()
    if folded in by_folded:
        return by_folded[folded]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return near[0] if near else None


def require_known(wanted: str | None, known: Iterable[str], what: str) -> None:
    """Raise InputError for a name, if one is given, that is not among those there are; ``what`` they are."""
    names = list(known)
    if wanted and wanted not in names:
        raise InputError.of(f"unknown {what} `{wanted}`", fix=suggest(wanted, names))

"""Whether an edit of a text does to its data what it was to do."""

from __future__ import annotations

from tritonfleet.errors import InputError, Mend
from tritonfleet.yamlio.parsing import parse


def as_meant(before: str, after: str, mend: Mend) -> bool:
    """Whether the edited document says what was meant: the data before it, with the edit made there."""
    try:
        wanted, got = parse(before, "before"), parse(after, "after")
    except InputError:
        return False
    parent = wanted
    for part in mend.path[:-1]:
        parent = parent[part]
    last = mend.path[-1]
    if mend.action == "set":
        parent[last] = mend.value
    else:
        taken = parent.pop(last)
        if mend.action == "rename":
            parent[mend.value] = taken
    return bool(wanted == got)

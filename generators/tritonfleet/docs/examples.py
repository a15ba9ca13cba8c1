"""The passing example of a rule, shown as what changes from the failing one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

CONTEXT = 3
"""Unchanged lines shown around a change."""
MOSTLY_NEW = 0.5
"""Likeness, from 0 to 1, below which a difference is harder to read than the example itself."""


def mended(fails: str, passes: str) -> str:
    """A Markdown block: the difference between the examples, or the passing one where little is common."""
    before, after = fails.strip().splitlines(), passes.strip().splitlines()
    if difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() < MOSTLY_NEW:
        return "```yaml\n" + "\n".join(after) + "\n```"
    return "```diff\n" + "\n".join(_changes(before, after)) + "\n```"


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    lines = list(difflib.unified_diff(before, after, lineterm="", n=CONTEXT))[2:]
    for number, line in enumerate(lines):
        if not line.startswith("@@"):
            yield line.rstrip()
        elif number:
            yield " …"

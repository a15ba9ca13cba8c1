"""The passing example of a rule, shown as what changes from the failing one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

CONTEXT = 3
"""Unchanged lines shown around a change."""
MOSTLY_NEW = 0.5
"""Likeness, from 0 to 1, below which a difference is harder to read than the example itself."""


LONGEST = 200
"""Characters of a line from which on its middle is left out: some examples are about size."""
_HEAD, _TAIL = 60, 20


def shown(example: str) -> str:
    """An example for a page: without blank lines around it, and with very long lines cut in the middle."""
    return "\n".join(map(_cut, example.strip().splitlines()))


def _cut(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    return f"{line[:_HEAD]} … {len(line) - _HEAD - _TAIL:,} characters more … {line[-_TAIL:]}"


def mended(fails: str, passes: str) -> str:
    """A Markdown block: the difference between the examples, or the passing one where little is common."""
    before, after = shown(fails).splitlines(), shown(passes).splitlines()
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

"""Prose of generated pages: sentences, and lines of a readable length."""

from __future__ import annotations

import re
import textwrap

WIDTH = 110
"""Characters of a line."""

_CODE = re.compile(r"`[^`]+`")
_KEPT = "\0"
"""Stands for a blank that is no place to break a line."""


def wrapped(text: str) -> str:
    """The text in lines, none of which breaks a code span."""
    unbroken = _CODE.sub(lambda code: code[0].replace(" ", _KEPT), " ".join(text.split()))
    lines = textwrap.fill(unbroken, WIDTH, break_long_words=False, break_on_hyphens=False)
    return lines.replace(_KEPT, " ")


def sentence(text: str) -> str:
    """A text that has neither capital nor full stop, such as a rule's fix, as a sentence."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?")) else ".")

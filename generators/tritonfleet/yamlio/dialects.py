"""Where the YAML 1.2 of the fast parser and the YAML of Kubernetes part, found without parsing."""

from __future__ import annotations

import re

_WORD = r"[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"
_NUMBER = (
    r"[-+]?(?:0[0-9_][0-9_.eE+-]*|[0-9_.]*_[0-9_.]*|0[oObBxX][0-9A-Fa-f_]+"
    r"|[0-9.]+[eE][-+]?[0-9]{3,}|[0-9]{19,})"
)
_KEY = r"(?:[-+]?[0-9.][0-9_.eE+-]*|true|True|TRUE|false|False|FALSE|null|Null|NULL|~|<<)[ ]*:"
# The look-ahead on the first character makes the scan four times faster.
_DIFFERS = re.compile(
    r"[\n\t \[{,:](?=[-+0-9._yYnNoOtTfF~<?:])"
    rf"(?:(?:{_WORD}|{_NUMBER})(?=[\s,\]}}:]|\Z)|{_KEY}(?=\s|\Z)|[?:](?=\s|\Z))"
)
# The second takes long; the first tells most texts that it is not needed for.
_INDICATOR = re.compile(r"[&*!][^\s=&|]")
_PROPERTY = re.compile(r"(?:^|[:\-\[{,?])[ \t]*[&*!][^\s=&|]", re.MULTILINE)
_TABBED = re.compile(r"^[ -]*\t", re.MULTILINE)
# Line breaks to go-yaml, text to YAML 1.2.
_BREAKS = re.compile("[\x85\u2028\u2029]")
# The fast parser gives a block of blank lines, and one that the file's end cuts short, a line break of its own.
_HOLLOW_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)[ ]*(?:[\r\n]|\Z)")


def differs(text: str) -> bool:
    """Whether the fast parser and go-yaml might read this document differently. May say yes too often, never no."""
    if not text.isascii() and _BREAKS.search(text):
        return True
    if ("|" in text or ">" in text) and (not text.endswith("\n") or _HOLLOW_BLOCK.search(text)):
        return True
    if not _suspicious(text):
        return False
    from tritonfleet.yamlio.masking import masked

    return _suspicious(masked(text))


def _suspicious(text: str) -> bool:
    if ("&" in text or "*" in text or "!" in text) and _INDICATOR.search(text) and _PROPERTY.search(text):
        return True
    if "\t" in text and _TABBED.search(text):
        return True
    return _DIFFERS.search("\n" + text) is not None

"""Where the YAML 1.2 of the fast parser and the YAML of Kubernetes part, found without parsing."""

from __future__ import annotations

import re

_WORD = r"[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)"
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
# A collection as a key, such as `{{ .Values.x }}` that was never rendered: three searches, for one is slower.
_ITEM = r"[^{}\[\]]|\{[^{}\[\]]*\}|\[[^{}\[\]]*\]"
_COLLECTION_KEYS = (
    re.compile(rf"\{{(?:\s*|(?:{_ITEM})*,\s*)[{{\[]"),
    re.compile(r"\}\s*:"),
    re.compile(r"\]\s*:"),
)
# Line breaks to go-yaml, text to YAML 1.2; and control characters that only go-yaml refuses.
_BREAKS = re.compile("[\x80-\x9f\u2028\u2029]")
_RETURN = re.compile(r"\r(?!\n)")
# The fast parser gives a block of blank lines, and one that the file's end cuts short, a line break of its own.
_HEADER = r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?"
_HOLLOW_BLOCK = re.compile(rf"{_HEADER}(?:\r\n?|\n)[ ]*(?:[\r\n]|\Z)")
_BLOCK = re.compile(rf"{_HEADER}\r?\Z")

_MAX_KNOWN, _MAX_LENGTH = 5000, 5000
_plain_lines: set[str] = set()
"""Lines that are read alike: most lines of many manifests are the same."""


def differs(text: str) -> bool:
    """Whether the fast parser and go-yaml might read this document differently. May say yes too often, never no."""
    if not text.isascii() and _BREAKS.search(text):
        return True
    if ("|" in text or ">" in text) and (_HOLLOW_BLOCK.search(text) or _ends_in_block(text)):
        return True
    if "\r" in text and _RETURN.search(text):
        return True
    escapes = "\\" in text and ("\\/" in text or "\\u" in text.lower())
    if not (escapes or _suspicious(text)):
        return False
    from tritonfleet.yamlio.masking import ESCAPE, masked

    rest = masked(text)
    return (escapes and ESCAPE.search(rest) is not None) or _suspicious(rest)


def _ends_in_block(text: str) -> bool:
    """Whether the text ends without a line break, and that in a block, or where one may be."""
    if text.endswith("\n"):
        return False
    indent = len(text)
    for line in reversed(text.split("\n")):
        here = len(line) - len(line.lstrip(" "))
        if here < indent and here < len(line):
            if _BLOCK.search(line):
                return True
            indent = here
    return False


def _suspicious(text: str) -> bool:
    """Whether something in the text may be read differently where no scalar holds it."""
    if ("{" in text or "[" in text) and any(keys.search(text) for keys in _COLLECTION_KEYS):
        return True
    lines = text.split("\n")
    if _plain_lines.issuperset(lines):
        return False
    new = {line for line in lines if line not in _plain_lines}
    if _suspicious_lines("\n".join(["", *new])):
        return True
    if len(_plain_lines) < _MAX_KNOWN and len(text) < _MAX_LENGTH:
        _plain_lines.update(new)
    return False


def _suspicious_lines(text: str) -> bool:
    if ("&" in text or "*" in text or "!" in text) and _INDICATOR.search(text) and _PROPERTY.search(text):
        return True
    if "\t" in text and _TABBED.search(text):
        return True
    return _DIFFERS.search(text) is not None

"""Variables that stand in PromQL until a dashboard, an analysis or a canary fills them in."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNKNOWN_NAME = "_variable_"
UNKNOWN_SECONDS = 1234.567
_UNKNOWN_RANGE = "1234567ms"

_VARIABLE = re.compile(
    r"\$\{[^{}]*\}|\$\w+|\[\[\w+(?::\w+)?\]\]|\{\{[^{}]*\}\}"
)  # ${name:format}, $name, [[name]] of Grafana; {{args.name}} of Argo Rollouts, {{ name }} of Flagger
_CALL = re.compile(r"""\{\{[^{}"'`\n]*["'`][^{}\n]*\}\}""")
"""A call of a Go template with quotes of its own, such as ``{{ printf "%s-canary" target }}`` of Flagger."""
_PART = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|\#[^\n]*)"""
    r"""|(?P<range>\[(?!\[)[^\[\]]*\])|(?P<variable>""" + _VARIABLE.pattern + ")",
    re.VERBOSE,
)


def calls_hidden(text: str) -> str:
    """The text with a plain variable, as long, in place of each call of a template that has quotes of its own."""
    if "{{" not in text:
        return text
    return _CALL.sub(lambda call: "{{" + "_" * (len(call[0]) - 4) + "}}", text)


def substitute(text: str) -> tuple[Sequence[str], bool]:
    """Texts to parse in place of this one, and whether a variable outside quotes was replaced.

    A range becomes one of ``UNKNOWN_SECONDS``; anything else a name (``UNKNOWN_NAME``), or else a number.
    Variables within quotes stay: they hide a label's value, not the grammar.
    """
    if not _VARIABLE.search(text):
        return (text,), False
    named, numbered = (_filled(text, by) for by in (UNKNOWN_NAME, "7"))
    return ((named,) if named == numbered else (named, numbered)), named != text


def _filled(text: str, by: str) -> str:
    return _PART.sub(lambda match: _replaced(match, by), text)


def _replaced(match: re.Match[str], by: str) -> str:
    if match["kept"]:
        return match[0]
    if match["range"]:
        return _VARIABLE.sub(_UNKNOWN_RANGE, match[0])
    return by

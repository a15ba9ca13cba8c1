"""The names in a formula of KEDA's scalingModifiers, which is written in the expression language of expr-lang."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from tritonfleet.checks.scaling.catalogue import catalogue

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*\n|/\*.*?\*/|\#\w*)"""
    r"""|(?P<remark>//)"""
    r"""|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)"""
    r"""|(?P<member>\??\.\s*[A-Za-z_$][\w$]*)"""
    r"""|(?P<number>\d[\w.]*|\.\d\w*)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)"""
    r"""|(?P<bracket>[()\[\]{}])"""
    r"""|(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_PAIRS = {")": "(", "]": "[", "}": "{"}


class FormulaError(ValueError):
    """The formula cannot be parsed; the text says why."""


def free_names(formula: str) -> list[str]:
    """The names that triggers must have for the formula to compile, each once, in order.

    None are given when it builds a map or uses a closure: names in braces may be keys or variables.
    Raises FormulaError when brackets or quotes do not match.
    """
    tokens = list(_tokens(formula))
    _balance([token for kind, token in tokens if kind == "bracket"])
    if ("bracket", "{") in tokens:
        return []
    known = catalogue()
    bound = {after for (_, before), (_, after) in itertools.pairwise(tokens) if before == "let"}
    following = [*(token for _, token in tokens[1:]), ""]
    found = {
        token: None
        for (kind, token), after in zip(tokens, following, strict=True)
        if kind == "name"
        and token not in known.words | bound
        and not (after == "(" and token in known.functions)
    }
    return list(found)


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(formula):
        kind = str(match.lastgroup)
        if kind == "remark":
            raise FormulaError("a remark at the end hides the bracket that KEDA puts behind the formula")
        if kind == "other" and match[0] in "\"'`":
            raise FormulaError("a quotation mark is not closed")
        if kind != "skip":
            yield kind, match[0]


def _balance(brackets: list[str]) -> None:
    opened: list[str] = []
    for bracket in brackets:
        if bracket not in _PAIRS:
            opened.append(bracket)
        elif not opened or opened.pop() != _PAIRS[bracket]:
            raise FormulaError(f"`{bracket}` closes no bracket")
    if opened:
        raise FormulaError(f"`{opened[-1]}` is not closed")

"""Variables of a dashboard: their values from Prometheus, and putting them into expressions as Grafana does.

Source: grafana/grafana:docs/sources/datasources/prometheus/template-variables/index.md
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.dashboards.preview.client import Prometheus
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.errors import InputError
from tritonfleet.suggest import suggest

_USE = re.compile(r"\$\{(\w+)(?::\w+)?\}|\$(\w+)")
_QUERY = re.compile(r"label_values\((?P<series>.+),\s*(?P<label>\w+)\)", re.DOTALL)
_SPECIAL = re.compile(r"[\\^$*+?.()|\[\]{}]")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with the values there are, and those chosen; none chosen means all of them."""

    name: str
    label: str
    values: Sequence[str]
    chosen: Sequence[str]
    everything: str

    @property
    def pattern(self) -> str:
        """What it stands for in a pattern: a value, ``(a|b)``, or what "All" stands for."""
        if not self.chosen and self.everything:
            return self.everything
        escaped = [_SPECIAL.sub(r"\\\\\g<0>", value) for value in self.chosen or self.values or ("",)]
        return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"


def resolve(
    dashboard: Mapping[str, Any], given: Mapping[str, Sequence[str]], prometheus: Prometheus, range: Range
) -> list[Variable]:
    """The variables in their order, so that one may choose among what another left.

    Raises InputError for a chosen value that there is not.
    """
    found: list[Variable] = []
    for data in dashboard["templating"]["list"]:
        if data["type"] == "query":
            patterns = {variable.name: variable.pattern for variable in found}
            found.append(_variable(data, given.get(data["name"], ()), patterns, prometheus, range))
    return found


def names(dashboard: Mapping[str, Any]) -> list[str]:
    """The names of the variables that have values to choose."""
    return [data["name"] for data in dashboard["templating"]["list"] if data["type"] == "query"]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each variable's value in its place; unknown ones stay."""
    return _USE.sub(lambda use: values.get(use[1] or use[2], use[0]), text)


def _variable(
    data: Mapping[str, Any],
    chosen: Sequence[str],
    patterns: Mapping[str, str],
    prometheus: Prometheus,
    range: Range,
) -> Variable:
    match = _QUERY.fullmatch(data["query"]["query"])
    values = (
        prometheus.label_values(match["label"], filled(match["series"], patterns), range) if match else []
    )
    missing = [value for value in chosen if values and value not in values]
    if missing:
        message = f"variable `{data['name']}` has no value `{missing[0]}` in this Prometheus"
        raise InputError.of(message, fix=suggest(missing[0], values))
    return Variable(data["name"], data.get("label") or data["name"], values, chosen, data.get("allValue", ""))

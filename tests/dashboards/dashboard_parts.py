"""Parts of a dashboard's JSON that tests look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.dashboards import shipped

SHIPPED = shipped()


def panels(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All panels but headings."""
    return [panel for panel in data["panels"] if panel["type"] != "row"]


def targets(data: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each query with its panel."""
    for panel in panels(data):
        for target in panel["targets"]:
            yield panel, target


def variables(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The variables by name."""
    return {each["name"]: each for each in data["templating"]["list"]}

"""The rows of a table panel: one for each combination of labels, one column for each query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.panels import Shown
from tritonfleet.plotting import format_value


def rows(panel: Shown, answers: Sequence[Answer]) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the texts of the rows, as the panel's ``merge`` and ``organize`` leave them."""
    organize = _organize(panel)
    hidden, renamed = organize.get("excludeByName", {}), organize.get("renameByName", {})
    found: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for answer in answers:
        column = f"Value #{answer.target.ref}"
        for track in answer.tracks:
            key = tuple(sorted((name, value) for name, value in track.labels.items() if not hidden.get(name)))
            unit = _units(panel).get(renamed.get(column, ""), panel.unit)
            found.setdefault(key, {})[column] = format_value(track.last, unit)
    labels = sorted({name for key in found for name, _ in key})
    columns = [*labels, *(f"Value #{answer.target.ref}" for answer in answers)]
    texts = [[{**dict(key), **values}.get(column, "") for column in columns] for key, values in found.items()]
    return [str(renamed.get(column, column)) for column in columns], sorted(texts)


def _organize(panel: Shown) -> Mapping[str, Mapping[str, str]]:
    every = panel.data.get("transformations") or []
    return next((one["options"] for one in every if one["id"] == "organize"), {})


def _units(panel: Shown) -> dict[str, str]:
    """The unit of each column that has one of its own, by the column's name."""
    return {
        override["matcher"]["options"]: change["value"]
        for override in panel.data["fieldConfig"]["overrides"]
        if override["matcher"]["id"] == "byName"
        for change in override["properties"]
        if change["id"] == "unit"
    }

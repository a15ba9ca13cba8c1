"""Answers become names, rows and buckets as Grafana makes them."""

from __future__ import annotations

import pytest

from tritonfleet.dashboards import dashboard
from tritonfleet.dashboards.preview import Range
from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.client import Track
from tritonfleet.dashboards.preview.drawing import heat
from tritonfleet.dashboards.preview.panels import Target, panels
from tritonfleet.dashboards.preview.rows import rows


def panel(board, title):
    return next(each for each in panels(dashboard(board).data) if each.title == title and each.targets)


def answered(shown, *given):
    """One answer for each query of a panel; each of tracks by labels and value."""
    pairs = zip(shown.targets, given, strict=False)
    return [Answer(t, t.expression, tuple(Track(dict(k), {0.0: v}) for k, v in one)) for t, one in pairs]


@pytest.mark.parametrize(
    ("legend", "name"),
    [
        ("{{job}} {{model}}", "vision bert"),
        ("{{ job }} p99", "vision p99"),
        ("{{absent}} x", "x"),
        ("", '{job="vision", model="bert"}'),
    ],
)
def test_series_are_called_as_the_legend_says(legend, name):
    track = Track({"job": "vision", "model": "bert"}, {0.0: 1.0})
    assert Answer(Target("A", "up", legend, instant=False, changes={}), "up").name(track) == name


def test_a_series_without_labels_is_called_by_what_was_asked():
    assert (
        Answer(Target("A", "sum(up)", "", instant=False, changes={}), "sum(up)").name(Track({}, {}))
        == "sum(up)"
    )


def test_a_table_has_a_row_for_each_service_and_a_column_for_each_query():
    vision, speech = (("namespace", "prod"), ("job", "vision")), (("namespace", "prod"), ("job", "speech"))
    table = next(each for each in panels(dashboard("triton-fleet").data) if each.kind == "table")
    columns, found = rows(table, answered(table, [(vision, 12.5), (speech, 1.0)], [(vision, 0.01)]))
    assert columns[:4] == ["Service", "Namespace", "Requests", "Failed"]
    assert [row[:4] for row in found] == [
        ["speech", "prod", "1 req/s", ""],
        ["vision", "prod", "12.5 req/s", "1%"],
    ]


def test_a_bucket_holds_what_the_one_below_does_not():
    shown = panel("triton-service", "Responses by latency (histogram)")
    tracks = [((("le", "+Inf"),), 10.0), ((("le", "80.0"),), 7.0), ((("le", "5.0"),), 3.0)]
    drawn = heat(shown, answered(shown, tracks), Range(0, 0), "")
    assert (drawn.buckets, drawn.cells) == (["5 ms", "80 ms", "> 80 ms"], [[3.0], [4.0], [3.0]])

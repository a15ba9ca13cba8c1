"""Pictures come out the same each time, hold their texts as text, and take gaps for what they are."""

from __future__ import annotations

import builtins
import struct
from xml.etree import ElementTree

import pytest

from tritonfleet.errors import ToolMissing
from tritonfleet.plotting import (
    Clock,
    Form,
    HeatMap,
    Look,
    Panel,
    Reading,
    Series,
    Table,
    Threshold,
    plot_bars,
    plot_heat,
    plot_stats,
    plot_table,
    plot_time,
)

TIMES = [float(second) for second in range(0, 600, 15)]
PANEL = Panel(
    "Latency", [Series("p99", TIMES, [second / 10 for second in TIMES])], "ms", [Threshold(50, "objective")]
)
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture):
    return [each.text for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]


DRAWN = {
    "time": lambda look: plot_time([PANEL], look),
    "stats": lambda look: plot_stats("Budget", [Reading("vision", 0.5, "percentunit")], look),
    "bars": lambda look: plot_bars("Memory", [Reading("GPU 0", 0.5, "percentunit")], look, most=1),
    "heat": lambda look: plot_heat(HeatMap("Latency", [0.0, 15.0], ["10 ms"], [[1.0, None]]), look),
    "table": lambda look: plot_table(Table("Services", ["Service"], [["vision"]]), look),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("form", Form)
def test_the_same_input_gives_the_same_bytes(draw, form):
    assert draw(Look(form=form)) == draw(Look(form=form))


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_png_is_as_large_as_asked_for_on_a_fine_screen(draw):
    picture = draw(Look(400, 200, Form.PNG))
    assert struct.unpack(">II", picture[16:24]) == (800, 400)


def test_titles_names_units_and_thresholds_are_text():
    assert {"Latency", "p99", "objective", "40 ms"} <= set(texts(plot_time([PANEL])))


def test_names_of_thresholds_are_left_out_before_they_overlap():
    rates = [Threshold(rate, f"burn {rate:g}") for rate in (1, 3, 6, 14.4, 500)]
    drawn = texts(plot_time([Panel("Burn", [Series("vision", TIMES, [2.0] * len(TIMES))], "short", rates)]))
    assert {text for text in drawn if text and text.startswith("burn")} == {"burn 500", "burn 14.4"}


def test_a_threshold_outside_of_the_axis_has_no_name():
    panel = Panel("x", [Series("a", TIMES, [1.0] * len(TIMES))], thresholds=[Threshold(5, "far")], maximum=2)
    assert "far" not in texts(plot_time([panel]))


def test_several_panels_lie_below_one_another():
    one, two = (ElementTree.fromstring(plot_time([PANEL] * n)).get("viewBox") for n in (1, 2))
    assert (one, two) == ("0 0 432 122.4", "0 0 432 244.8")


def test_a_gap_breaks_the_line():
    values = [None if 200 < second < 400 else 1.0 for second in TIMES]
    whole = plot_time([Panel("x", [Series("a", TIMES, [1.0] * len(TIMES))])])
    assert plot_time([Panel("x", [Series("a", TIMES, values)])]).count(b"M ") > whole.count(b"M ")


def test_a_panel_without_values_says_so():
    assert "nothing came" in texts(
        plot_time([Panel("x", [Series("a", [0.0, 15.0], [None, None])], message="nothing came")])
    )


def test_the_time_of_day_is_written_where_it_is_asked_for():
    picture = plot_time([Panel("x", [Series("a", [0.0, 3600.0], [1.0, 2.0])])], clock=Clock.UTC)
    assert {"00:00", "01:00"} <= set(texts(picture))


def test_a_picture_without_panels_is_refused():
    with pytest.raises(ValueError, match="needs a panel"):
        plot_time([])


def test_rows_that_do_not_fit_are_counted():
    table = Table("Services", ["Service"], [[f"service-{n}"] for n in range(40)])
    assert any(text.startswith("…") and text.endswith("more") for text in texts(plot_table(table)))


def test_without_matplotlib_it_says_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest, **more):
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ToolMissing, match=r"tritonfleet\[pictures\]"):
        plot_time([PANEL])

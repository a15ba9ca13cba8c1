"""Load over time: files, shapes, and arrivals at their rate."""

from __future__ import annotations

import numpy as np
import pytest

from tritonfleet.errors import InputError
from tritonfleet.simulator.arrivals import Arrivals
from tritonfleet.simulator.traces import SHAPES, Trace, read_trace, shape

HEADER = "seconds,requests_per_second\n"


def refusal(tmp_path, text: str) -> str:
    path = tmp_path / "trace.csv"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_trace(path)
    return str(refused.value).removeprefix(str(path))


def test_a_trace_is_a_line_through_its_points(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(HEADER + "0,10\n100,30\n")
    assert [read_trace(path).rate(at) for at in (0, 50, 100)] == [10, 20, 30]


def test_time_begins_with_the_first_row(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(HEADER + "1700000000,10\n1700000060,30\n")
    assert read_trace(path).times == (0, 60)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("0,5\n10,-3\n", ":3:4: expected a number, 0 or more, got `-3`"),
        ("0,5\n10,3\n5,3\n", ":4:1: 5 s is not after the row before it"),
        ("0,5\n0,3\n", ":3:1: 0 s is not after the row before it"),
        ("0,5\n", ":2:1: has one row, so it lasts no time"),
        ("0,0\n9,0\n", ":2:1: nothing arrives in it"),
        ("0,5\n900000,5\n", ":3:1: lasts 900000 s, more than a week"),
        ("0,fast\n9,5\n", ":2:3: expected a number, 0 or more, got `fast`"),
        ("", ":1:1: has a header but no row"),
    ],
)
def test_a_trace_that_cannot_be_is_refused_at_its_place(tmp_path, rows, said):
    assert refusal(tmp_path, HEADER + rows).startswith(said)


def test_an_empty_file_is_refused(tmp_path):
    assert "is empty" in refusal(tmp_path, "")


def test_a_missing_column_is_named(tmp_path):
    assert "has no column requests_per_second" in refusal(tmp_path, "seconds,rps\n0,1\n")


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_the_peak_that_is_asked_for(name):
    assert shape(name, 250.0).peak == pytest.approx(250.0)


def test_a_stretched_trace_keeps_its_shape():
    longer = shape("spike", 10.0).stretched(None, 5400.0)
    assert longer.rate(2000.0) == shape("spike", 10.0).rate(1000.0)


@pytest.mark.parametrize("uniform", [False, True])
def test_as_many_arrive_as_the_rate_says(uniform):
    arrivals = Arrivals(shape("ramp", 100.0), 3, uniform=uniform)
    times = np.concatenate([arrivals.between(at, at + 7.0) for at in np.arange(0.0, 3598.0, 7.0)])
    expected = np.trapezoid([shape("ramp", 100.0).rate(at) for at in range(3599)])
    assert len(times) == pytest.approx(expected, rel=0.01)
    assert (np.diff(times) >= 0).all()


def test_poisson_arrivals_vary_as_they_should():
    """The count in a second has its mean as variance."""
    arrivals = Arrivals(Trace("steady", (0.0, 2000.0), (50.0, 50.0)), 1)
    counts = np.bincount(arrivals.between(0.0, 2000.0).astype(int), minlength=2000)
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=0.1)

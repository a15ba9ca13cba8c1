"""Every panel of every dashboard has an answer from a real Prometheus, and an empty one says why."""

from __future__ import annotations

import pytest
from dashboard_samples import families

from tritonfleet.dashboards import dashboard
from tritonfleet.dashboards.preview import Prometheus, Wanted, preview
from tritonfleet.dashboards.preview.answers import ask
from tritonfleet.dashboards.preview.drawing import draw
from tritonfleet.dashboards.preview.panels import panels
from tritonfleet.dashboards.preview.variables import resolve
from tritonfleet.errors import InputError
from tritonfleet.plotting import Form

pytestmark = pytest.mark.prometheus
ANSWERED = {"Models": 3.0, "Pods scraped": 4.0, "Services": 2.0}


@pytest.fixture(scope="module")
def drawn(board, address, hour):
    return preview([board], Prometheus(address), Wanted(hour, {}))[0]


def test_every_query_has_an_answer(drawn):
    silent = {
        (each.panel.title, answer.expression): each.reasons
        for each in drawn.drawn
        for answer in each.answers
        if not answer.tracks
    }
    assert silent == {}


def test_every_panel_is_drawn(drawn):
    for each in drawn.drawn:
        assert each.picture.startswith(b"<?xml") == bool(each.answers), each.panel.title


def test_the_same_answers_give_the_same_picture(drawn, hour):
    """Of the first panels of each kind: drawing all again would only take longer."""
    for each in {one.panel.kind: one for one in drawn.drawn if one.answers}.values():
        assert draw(each.panel, each.answers, hour, Form.SVG, titled=False) == each.picture


def last(address, hour, chosen):
    """The last values of the fleet's panels with one number, by title."""
    data, asked = dashboard("triton-fleet").data, Prometheus(address)
    values = {each.name: each.pattern for each in resolve(data, chosen, asked, hour)}
    numbers = [panel for panel in panels(data) if panel.kind == "stat"]
    return {panel.title: ask(panel, values, asked, hour)[0].tracks[0].last for panel in numbers}


@pytest.fixture
def fleet(address, hour):
    return lambda **chosen: last(address, hour, chosen)


def test_numbers_are_those_that_the_samples_give(fleet):
    found = fleet()
    assert {title: found[title] for title in ANSWERED} == pytest.approx(ANSWERED)


def test_a_service_without_recorded_series_has_its_failures_counted(fleet):
    assert fleet(job=["speech"])["Failed share of requests"] == pytest.approx(0.003 / 1.003)


def test_a_service_with_recorded_series_shows_those(fleet):
    assert fleet(job=["vision"])["Failed share of requests"] == pytest.approx(0.001)


def test_a_chosen_service_is_shown_alone(fleet):
    assert fleet(job=["vision"])["Pods scraped"] == 2.0


def test_a_value_that_is_not_there_is_named_with_what_is_near(fleet):
    with pytest.raises(InputError, match=r"variable `job` has no value `vison` .*did you mean `vision`"):
        fleet(job=["vison"])


def test_an_unknown_variable_is_named_with_what_is_near(address, hour):
    with pytest.raises(InputError, match=r"no dashboard here has a variable `jobs` .*`job`"):
        preview([dashboard("triton-fleet")], Prometheus(address), Wanted(hour, {"jobs": ["vision"]}))


def test_samples_are_of_metrics_that_the_catalogue_knows():
    from tritonfleet.metrics import metric

    assert [name for name in families() if not metric(name) and ":" not in name] == []

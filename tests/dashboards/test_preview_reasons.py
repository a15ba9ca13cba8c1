"""A Prometheus that has little: panels without data say which exporter is missing, or what to switch on."""

from __future__ import annotations

import pytest
from dashboard_backfill import END, prometheus
from dashboard_samples import families

from tritonfleet.dashboards import dashboard, shipped
from tritonfleet.dashboards.preview import Prometheus, Range, Wanted, preview

pytestmark = pytest.mark.prometheus


@pytest.fixture(scope="module")
def reasons(tmp_path_factory):
    """Why panels are empty where only one counter of Triton is scraped, by title."""
    few = {name: each for name, each in families().items() if name in ("nv_inference_request_success", "up")}
    with prometheus(few, tmp_path_factory.mktemp("few")) as address:
        wanted = Wanted(Range(END - 3300, END), {"job": ["vision"]})
        found = preview([dashboard("triton-service")], Prometheus(address), wanted)
        gpus = preview([dashboard("triton-gpu")], Prometheus(address), Wanted(wanted.range, {}))
    return {each.panel.title: " ".join(each.reasons) for one in (*found, *gpus) for each in one.empty}


def test_an_exporter_that_is_not_scraped_is_named(reasons):
    assert "no series `DCGM_FI_DEV_GPU_TEMP`: dcgm-exporter is not scraped" in reasons["Temperature"]


def test_what_has_to_be_switched_on_is_named(reasons):
    assert "response_cache" in reasons["Answers from the cache"]


def test_a_rule_that_is_not_loaded_is_named(reasons):
    assert "its recording rule is not loaded" in reasons["Error budget left"]


def test_what_has_data_has_no_reason(reasons):
    assert "Requests" not in reasons


def test_a_prometheus_that_has_nothing_draws_every_panel_all_the_same(tmp_path):
    nothing = {"up": ("unknown", [({"job": "other"}, lambda _: 1.0)])}
    with prometheus(nothing, tmp_path) as address:
        drawn = preview(shipped(), Prometheus(address), Wanted(Range(END - 3300, END), {}))
    assert all(each.reasons for one in drawn for each in one.empty)
    assert sum(len(one.empty) for one in drawn) > 50

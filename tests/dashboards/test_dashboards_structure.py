"""What every dashboard has, so that it works in any Grafana from 10 on."""

from __future__ import annotations

import pytest
from dashboard_parts import panels, targets, variables

from conftest import SHIPPED
from tritonfleet.checks.promql import Selector, parse, walk
from tritonfleet.metrics import metric

TODAY = {"timeseries", "stat", "gauge", "bargauge", "table", "heatmap"}


def test_uids_do_not_change():
    """Links, bookmarks and alerts lead to them."""
    assert {each.name: each.data["uid"] for each in SHIPPED} == {
        "kserve-model-server": "tf-kserve-model-server",
        "triton-autoscaling": "tf-triton-autoscaling",
        "triton-fleet": "tf-triton-fleet",
        "triton-gpu": "tf-triton-gpu",
        "triton-service": "tf-triton-service",
    }


def test_nobody_edits_what_a_file_provides(data):
    assert data["editable"] is False


def test_grafana_need_not_be_told_anything_else(data):
    wanted = {"refresh": "30s", "timezone": "browser", "time": {"from": "now-1h", "to": "now"}}
    assert {key: data[key] for key in wanted} == wanted
    assert data["schemaVersion"] >= 38
    assert "tritonfleet" in data["tags"]


def test_no_panel_is_of_a_type_that_grafana_gave_up(data):
    assert {panel["type"] for panel in panels(data)} <= TODAY


def test_panel_ids_are_unique(data):
    ids = [panel["id"] for panel in data["panels"]]
    assert len(ids) == len(set(ids))


def test_panels_neither_overlap_nor_leave_the_grid(data):
    taken: set[tuple[int, int]] = set()
    for panel in data["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not taken & cells, panel["title"]
        taken |= cells


def test_each_panel_says_what_it_shows(data):
    for panel in panels(data):
        assert panel["title"]
        assert len(panel["description"]) > 20, panel["title"]


def test_each_panel_has_a_unit(data):
    for panel in panels(data):
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]


def test_gaps_stay_gaps(data):
    for panel in panels(data):
        if panel["type"] == "timeseries":
            assert panel["fieldConfig"]["defaults"]["custom"]["spanNulls"] is False, panel["title"]


def test_tooltips_show_all_series_the_highest_first(data):
    for panel in panels(data):
        if panel["type"] == "timeseries":
            assert panel["options"]["tooltip"] == {"mode": "multi", "sort": "desc"}, panel["title"]


def test_queries_of_a_panel_have_letters_of_their_own(data):
    for panel in panels(data):
        letters = [target["refId"] for target in panel["targets"]]
        assert len(letters) == len(set(letters)), panel["title"]


def test_every_query_asks_the_data_source_that_is_chosen(data):
    for panel, target in targets(data):
        assert panel["datasource"] == target["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_every_expression_is_promql(data):
    for panel, target in targets(data):
        assert parse(target["expr"]).expression is not None, (panel["title"], target["expr"])


def test_every_metric_is_one_that_somebody_writes(data):
    for panel, target in targets(data):
        expression = parse(target["expr"]).expression
        assert expression is not None
        for each in walk(expression):
            if isinstance(each, Selector):
                name = each.metric or ""
                assert metric(name) or name.startswith("namespace_job:triton_"), (panel["title"], name)


def test_rates_go_over_grafanas_window(data):
    for panel, target in targets(data):
        if "rate(" in target["expr"] or "increase(" in target["expr"]:
            assert "[$__rate_interval]" in target["expr"], panel["title"]


def test_the_data_source_comes_first(data):
    first = data["templating"]["list"][0]
    assert (first["name"], first["label"], first["type"]) == ("datasource", "Data source", "datasource")


def test_variables_are_asked_for_again_when_the_time_range_changes(data):
    found = variables(data)
    del found["datasource"]
    assert {name for name, each in found.items() if each["refresh"] != 2} == set()
    assert {name for name, each in found.items() if not each["multi"]} == set()


@pytest.mark.parametrize("name", ["triton-fleet", "triton-service", "triton-autoscaling"])
def test_a_service_can_be_chosen(name):
    data = next(each.data for each in SHIPPED if each.name == name)
    found = variables(data)
    assert list(found)[:4] == ["datasource", "cluster", "namespace", "job"]
    assert found["job"]["label"] == "Service"


def test_a_prometheus_without_a_label_cluster_is_no_special_case(data):
    """``cluster=~".*"`` matches series that have no such label."""
    assert variables(data)["cluster"]["allValue"] == ".*"


def test_all_services_are_those_of_triton_and_nobody_elses():
    """`up`, `ALERTS` and Deployments are everybody's: "All" must not be a pattern that matches anything."""
    for each in SHIPPED:
        job = variables(each.data).get("job", {})
        assert "allValue" not in job


def test_dashboards_lead_to_each_other_and_to_the_alerts(data):
    kinds = [link["type"] for link in data["links"]]
    assert kinds == ["dashboards", "link"]
    assert data["links"][1]["url"].startswith("/alerting/")


def test_links_to_dashboards_lead_to_those_that_are_there():
    uids = {each.data["uid"] for each in SHIPPED}
    for each in SHIPPED:
        for panel in panels(each.data):
            for link in panel["fieldConfig"]["defaults"].get("links", []):
                if link["url"].startswith("/d/"):
                    assert link["url"].removeprefix("/d/").partition("?")[0] in uids


def test_the_service_shows_the_five_latencies():
    data = next(each.data for each in SHIPPED if each.name == "triton-service")
    titles = {panel["title"] for panel in panels(data)}
    assert {f"{stage}, mean" for stage in ("Input", "Infer", "Output", "Queue", "Total")} <= titles


def test_latencies_are_drawn_beside_the_objective():
    data = next(each.data for each in SHIPPED if each.name == "triton-service")
    beside = [panel for panel, target in targets(data) if "triton_slo_latency_within" in target["expr"]]
    assert len(beside) == 2
    for panel in beside:
        changes = panel["fieldConfig"]["overrides"][-1]["properties"]
        assert {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [8, 6]}} in changes


def test_budgets_and_burn_rates_have_thresholds():
    data = next(each.data for each in SHIPPED if each.name == "triton-service")
    for title in ("Error budget left", "Burn rate"):
        panel = next(panel for panel in panels(data) if panel["title"] == title)
        assert len(panel["fieldConfig"]["defaults"]["thresholds"]["steps"]) > 2

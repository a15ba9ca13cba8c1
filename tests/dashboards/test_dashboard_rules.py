"""What the rules on how dashboards are made leave alone."""

from __future__ import annotations

import json

import pytest

from tritonfleet import checks, yamlio

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
CHOOSES_SOURCE = {"name": "datasource", "type": "datasource", "query": "prometheus"}
CHOOSES_JOB = {"name": "job", "type": "query", "refresh": 2, "query": "label_values(nv_inference_count, job)"}
RATE = 'sum(rate(nv_inference_request_success{job=~"$job"}[$__rate_interval]))'


def panel(expression=RATE, source=SOURCE, **more):
    target = {"refId": "A", "expr": expression, "datasource": source}
    return {
        "id": 1,
        "type": "timeseries",
        "title": "Requests",
        "description": "All.",
        **more,
        "targets": [target],
    }


def dashboard(*panels, variables=(CHOOSES_SOURCE, CHOOSES_JOB), **top):
    shown = {"uid": "a", "title": "A", "editable": False, "panels": panels, "templating": {"list": variables}}
    return {**shown, **top}


def found(board, rule):
    metadata = {"name": "a", "namespace": "monitoring", "labels": {"grafana_dashboard": "1"}}
    kind = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    manifest = json.dumps(kind | {"data": {"a.json": json.dumps(board)}})
    return [
        each.message for each in checks.run(yamlio.load_manifests(manifest, "a.yaml"), select=[rule]).findings
    ]


def test_what_an_import_asks_for_needs_no_variable():
    inputs = [{"name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus"}]
    board = dashboard(
        panel(source={"type": "prometheus", "uid": "${DS_PROMETHEUS}"}), variables=[CHOOSES_JOB]
    )
    assert found(board, "MON314")
    assert not found({**board, "__inputs": inputs}, "MON314")


@pytest.mark.parametrize("uid", ["-- Mixed --", "-- Grafana --", "$datasource", "${datasource}"])
def test_sources_that_are_no_prometheus_of_their_own_are_fine(uid):
    assert not found(dashboard(panel(source={"uid": uid})), "MON315")


def test_a_source_of_another_kind_is_no_matter_of_ours():
    assert not found(dashboard(panel(source={"type": "loki", "uid": "P8E80F9AEF21F6940"})), "MON315")


@pytest.mark.parametrize(
    "expression",
    [
        "sum by (job) (rate(nv_inference_request_success[5m]))",
        'sum(rate(nv_inference_request_success{namespace="prod"}[5m]))',
        "rate(nv_inference_request_success[5m])",
    ],
)
def test_services_that_are_told_apart_are_not_added_up(expression):
    assert not found(dashboard(panel(expression)), "MON316")


@pytest.mark.parametrize(
    "query", ["metrics(nv_.*)", "query_result(up)", "nv_inference_count{job='a'}", "my_own(x)"]
)
def test_what_may_be_right_is_no_misspelt_function(query):
    assert not found(dashboard(panel(), variables=[{**CHOOSES_JOB, "query": query}]), "MON317")


def test_panels_without_values_need_no_description():
    text = {"id": 2, "type": "text", "title": "", "options": {"content": "Hello"}}
    assert not found(dashboard(panel(), text), "MON319")


def test_a_unit_of_ones_own_is_fine():
    assert not found(dashboard(panel(fieldConfig={"defaults": {"unit": "suffix: tokens/s"}})), "MON320")


@pytest.mark.parametrize("window", ["$__rate_interval", "$__interval", "$window", "$__range"])
def test_a_window_that_follows_the_picture_is_not_fixed(window):
    assert not found(dashboard(panel(RATE.replace("$__rate_interval", window))), "MON321")


def test_an_increase_over_a_day_is_meant_so():
    assert not found(dashboard(panel("increase(nv_inference_request_failure[1d])")), "MON321")


def test_a_variable_that_nobody_follows_is_another_matter():
    assert not found(dashboard(panel("sum(nv_inference_pending_request_count)")), "MON322")


@pytest.mark.parametrize(
    ("expression", "more"),
    [
        ("keda_scaler_detail_errors_total", {"type": "stat"}),
        ("keda_scaler_detail_errors_total", {"title": "Total errors"}),
        ("increase(keda_scaler_detail_errors_total[1h])", {}),
        ("count(keda_scaler_detail_errors_total)", {}),
        ("process_open_fds", {}),
    ],
)
def test_what_is_no_bare_counter_over_time(expression, more):
    assert not found(dashboard(panel(expression, **more)), "MON323")


@pytest.mark.parametrize("rule", ["MON314", "MON318", "MON319", "MON321", "MON324"])
def test_how_dashboards_of_others_are_made_is_not_our_matter(rule):
    others = {"uid": "a", "title": "A", "panels": [panel("rate(node_cpu_seconds_total[5m])", description="")]}
    assert not found(others | {"templating": {"list": []}}, rule)


def test_a_finding_names_the_first_panels_and_counts_the_rest():
    bare = [panel(id=number, title=f"P{number}", description="") for number in range(5)]
    expected = "5 of 5 panels have no title or description: `P0`, `P1`, `P2` and 2 more"
    assert found(dashboard(*bare), "MON319") == [expected]

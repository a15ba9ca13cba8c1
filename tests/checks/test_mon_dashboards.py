"""Dashboards: what keeps Grafana from showing them, and panels that show something else than they say."""

from __future__ import annotations

import pytest
from mon_examples import dashboard, found, manifests, needs, panel, said

from tritonfleet import checks
from tritonfleet.checks.dashboards.place import Places

MODEL = {"name": "model", "type": "query", "query": "label_values(x, model)"}
LATENCY = "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m]))"


def unit(name: str) -> dict[str, object]:
    return {"fieldConfig": {"defaults": {"unit": name}}}


def sidecar(value: str) -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: grafana, namespace: monitoring}}
spec:
  selector: {{matchLabels: {{app: grafana}}}}
  template:
    metadata: {{labels: {{app: grafana}}}}
    spec:
      containers:
      - name: sidecar
        image: quay.io/kiwigrid/k8s-sidecar:1.30.10
        env: [{{name: LABEL, value: grafana_dashboard}}, {{name: LABEL_VALUE, value: "{value}"}}]
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [((), 1, 1), (("a",), 2, 8), (("b", 1), 3, 14), (("b", 1, "c"), 3, 21), (("b", 9), 3, 8), (("z",), 1, 1)],
)
def test_a_value_of_json_has_its_place(path, line, column):
    text = '{\n  "a": 1,\n  "b": [ 1 , { "c": "d" } ]\n}'
    at = Places(text).of(path)
    assert (at.line, at.column) == (line, column)


def test_a_syntax_error_has_its_line():
    text = dashboard(panel("sum(x)")).replace('"title": "Bert",', '"title": "Bert"')
    (finding,) = checks.run(manifests(text), select=["MON301"]).findings
    assert finding.location is not None
    assert '"panels"' in text.splitlines()[finding.location.line - 1]


def test_other_json_is_no_dashboard():
    other = (
        dashboard(panel("x"))
        .replace('labels: {grafana_dashboard: "1"}', "labels: {}")
        .replace('"panels"', '"other"')
    )
    assert found(other) == []


@pytest.mark.parametrize("name", ["__rate_interval", "__interval", "__range", "interval", "datasource"])
def test_variables_of_grafana_need_no_definition(name):
    assert said("MON303", dashboard(panel(f"rate(x[${name}])"))) == []


def test_an_input_of_the_import_dialogue_is_not_filled_in():
    text = dashboard(panel("sum(x)", datasource="${DS_PROMETHEUS}"))
    assert said("MON303", text) == ["error nothing defines the variable `DS_PROMETHEUS`"]


def test_the_grafana_operator_fills_inputs_in():
    operator = """\
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata: {name: bert, namespace: prod}
spec:
  instanceSelector: {matchLabels: {app: grafana}}
  datasources: [{inputName: DS_PROMETHEUS, datasourceName: prometheus}]
  json: '{"uid": "a", "panels": [{"id": 1, "datasource": "${DS_PROMETHEUS}", "targets": []}]}'
"""
    assert said("MON303", operator) == []


@pytest.mark.parametrize("uid", ["a" * 41, "with space"])
def test_uids_that_grafana_refuses(uid):
    assert said("MON304", dashboard(panel("sum(x)"), uid=uid))


def test_no_sidecar_no_verdict():
    odd = dashboard(panel("sum(x)")).replace('grafana_dashboard: "1"', 'grafana_dashboard: "yes"')
    assert needs("MON306", dashboard(panel("sum(x)"))) == []
    assert needs("MON306", odd) == [
        "the label that Grafana's sidecar asks for (LABEL and LABEL_VALUE of its Deployment)"
    ]


def test_a_sidecar_that_takes_any_value():
    odd = dashboard(panel("sum(x)")).replace('grafana_dashboard: "1"', 'grafana_dashboard: "yes"')
    assert said("MON306", sidecar("1"), odd)
    assert said("MON306", sidecar("yes"), odd) == []
    assert said("MON306", sidecar(""), odd) == []


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        (LATENCY, "µs"),
        (f"{LATENCY} / 1000", "ms"),
        (f"{LATENCY} / 1e6", "s"),
        (LATENCY, "short"),
        (LATENCY, ""),
        ("nv_gpu_utilization", "percentunit"),
        ("nv_gpu_utilization * 100", "percent"),
        ("DCGM_FI_DEV_GPU_UTIL", "percent"),
        ("nv_gpu_memory_used_bytes", "bytes"),
        ("DCGM_FI_DEV_FB_USED", "decmbytes"),
        ("somebodys_metric", "s"),
        ("sum(rate(nv_inference_count[5m]))", "reqps"),
    ],
)
def test_units_that_fit(expression, name):
    assert said("MON308", dashboard(panel(expression, **unit(name)))) == []


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        (LATENCY, "s"),
        (f"{LATENCY} / 1000", "µs"),
        ("sum(rate(nv_inference_compute_infer_duration_us[5m])) / 1000", "ms"),
        ("nv_gpu_utilization", "percent"),
        ("DCGM_FI_DEV_GPU_UTIL", "percentunit"),
        ("DCGM_FI_DEV_FB_USED", "bytes"),
    ],
)
def test_units_that_do_not(expression, name):
    assert said("MON308", dashboard(panel(expression, **unit(name))))


def test_a_panel_repeated_for_each_value_has_one():
    text = 'sum(x{model="$model"})'
    several = {**MODEL, "multi": True}
    assert said("MON311", dashboard(panel(text), variables=(several,)))
    assert said("MON311", dashboard(panel(text, repeat="model"), variables=(several,))) == []
    assert said("MON311", dashboard(panel(text), variables=(MODEL,))) == []


@pytest.mark.parametrize("kind", ["text", "row", "dashlist", "somebodys-plugin"])
def test_some_panels_need_no_query(kind):
    assert said("MON312", dashboard({"id": 1, "type": kind, "title": "A"})) == []


@pytest.mark.parametrize(
    "expression", ["sum(rate(nv_inference_count[5m]))", "nv_gpu_utilization", "somebodys_seconds"]
)
def test_numbers_need_no_unit(expression):
    assert said("MON313", dashboard(panel(expression))) == []


def test_a_copy_takes_the_uid_too():
    text = dashboard(panel("sum(x)"))
    assert said("MON304", text, text.replace("name: dashboard", "name: copy"))


def test_an_object_that_is_read_twice_is_one():
    text = dashboard(panel("sum(x)"))
    assert said("MON304", text, text) == []


def test_another_namespace_may_be_another_grafana():
    text = dashboard(panel("sum(x)"))
    assert said("MON304", text, text.replace("namespace: monitoring", "namespace: staging")) == []

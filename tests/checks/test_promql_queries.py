"""Every expression is found wherever it stands, and a finding points at it."""

from __future__ import annotations

import pytest
from mon_examples import alert, dashboard, found, manifests, panel, record, scaled

from tritonfleet import checks
from tritonfleet.checks.promql import Purpose


def test_a_trigger_scales():
    (query,) = found(scaled("sum(x)"))
    assert (query.text, query.purpose, query.exact) == ("sum(x)", Purpose.SCALING, True)


def test_other_triggers_have_no_query():
    assert found(scaled("sum(x)").replace("type: prometheus", "type: kafka")) == []


@pytest.mark.parametrize(
    "address", ["http://vmselect:8481/select/0/prometheus", "http://victoria-metrics:8428"]
)
def test_victoriametrics_has_a_language_of_its_own(address):
    (query,) = found(scaled("sum(x)", address))
    assert not query.exact


def test_rules_alert_or_record():
    assert [query.purpose for query in found(alert("x > 1"), record("a:b:c", "x"))] == [
        Purpose.ALERT,
        Purpose.RECORD,
    ]


def test_a_number_is_an_expression():
    (query,) = found(record("a:b:c", "1").replace('expr: "1"', "expr: 1"))
    assert query.text == "1"


ANALYSIS = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec: {metrics: [{name: errors, provider: {prometheus: {address: "http://p", query: "sum(x)"}}}]}
"""
CANARY = """\
apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata: {name: errors, namespace: prod}
spec: {provider: {type: prometheus, address: "http://p"}, query: "sum(rate(x[{{ interval }}]))"}
"""
ISVC = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: bert, namespace: prod}
spec:
  predictor:
    autoScaling: {metrics: [{type: External, external: {metric: {backend: prometheus, query: "sum(x)"}}}]}
"""


@pytest.mark.parametrize(
    ("manifest", "purpose"),
    [(ANALYSIS, Purpose.ANALYSIS), (CANARY, Purpose.ANALYSIS), (ISVC, Purpose.SCALING)],
)
def test_analyses_and_services_ask_too(manifest, purpose):
    (query,) = found(manifest)
    assert query.purpose is purpose
    assert query.expression is not None


def test_a_provider_of_another_kind_does_not():
    assert found(CANARY.replace("type: prometheus", "type: datadog")) == []


def test_panels_in_rows_are_found():
    row = {"type": "row", "title": "Row", "panels": [panel("sum(x)")]}
    oldest = {"rows": [{"panels": [panel("sum(y)")]}]}
    assert [query.text for query in found(dashboard(row, **oldest))] == ["sum(y)", "sum(x)"]


def test_a_query_of_loki_is_none():
    logs = panel('{app="x"} |= "error"')
    logs["targets"][0]["datasource"] = {"type": "loki", "uid": "loki"}
    assert found(dashboard(logs)) == []


def test_a_variable_tells_the_kind_of_its_source():
    logs = panel('{app="x"} |= "error"')
    logs["targets"][0]["datasource"] = "$logs"
    assert found(dashboard(logs, variables=({"name": "logs", "type": "datasource", "query": "loki"},))) == []


@pytest.mark.parametrize(
    "query", ["label_values(up{job=~'x'}, pod)", {"query": "label_values(up{job=~'x'}, pod)"}]
)
def test_variables_ask_for_labels(query):
    text = dashboard(panel("sum(x)"), variables=({"name": "pod", "type": "query", "query": query},))
    assert [(q.text, q.purpose) for q in found(text)][1] == ("up{job=~'x'}", Purpose.VARIABLE)


def test_a_finding_in_a_dashboard_has_the_line_of_its_query():
    text = dashboard(panel("sum(x)", id=7), panel("sum(nv_inference_countt)", id=8))
    (finding,) = checks.run(manifests(text), select=["MON102"]).findings
    assert finding.location is not None
    assert "nv_inference_countt" in text.splitlines()[finding.location.line - 1]


BLOCK = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: records, namespace: prod}
spec:
  groups:
  - name: records
    rules:
    - record: a:b:c
      expr: |
        sum(
          nv_inference_countt
        )
"""


def test_a_finding_in_a_block_has_the_line_and_column_of_the_word():
    (finding,) = checks.run(manifests(BLOCK), select=["MON102"]).findings
    assert finding.location is not None
    line = BLOCK.splitlines()[finding.location.line - 1]
    assert line[finding.location.column - 1 :] == "nv_inference_countt"

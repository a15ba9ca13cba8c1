"""Alerting and recording rules: what Prometheus refuses, and what only a person would miss."""

from __future__ import annotations

import pytest
from mon_examples import alert, fixes, record, said

TEMPLATED = 'for: 5m\n      annotations: {{summary: "{}"}}'


def labels_of(expression: str, template: str) -> list[str]:
    return said("MON204", alert(expression, more=TEMPLATED.format(template)))


@pytest.mark.parametrize(
    "expression",
    [
        "sum(rate(a[5m])) > 14 and sum(rate(a[1h])) > 14",
        "increase(nv_inference_request_failure[5m]) > 1",
        "changes(nv_inference_count[10m]) == 0",
        "absent(nv_inference_count)",
        "somebodys_level > 1",
        "nv_inference_request_failure > 0",
    ],
)
def test_events_and_burn_rates_need_not_wait(expression):
    assert said("MON201", alert(expression, more="labels: {}")) == []


def test_other_labels_make_another_series():
    other = record("a:b:c", "sum(x)").replace("expr:", "labels: {slo: p99}, expr:")
    assert said("MON202", record("a:b:c", "sum(x)"), other) == []


def test_an_object_that_is_read_twice_records_once():
    assert said("MON202", record("a:b:c", "sum(x)"), record("a:b:c", "sum(x)")) == []


def test_another_expression_may_record_other_series_of_the_name():
    assert said("MON202", record("a:b:c", "sum(x)"), record("a:b:c", "sum(y)")) == []


@pytest.mark.parametrize(
    ("expression", "template"),
    [
        ("sum by (model) (x) > 1", "{{ $labels.model }} of {{ $value }}"),
        ("x > 1", "{{ $labels.anything }}"),
        ("sum(x) > 1", "{{ $labels.alertname }}"),
        ("sum without (pod) (x) > 1", "{{ $labels.model }}"),
        ("sum by (a) (x) > 1 and on (a) group_left y", "{{ $labels.a }}"),
        ("sum by (a) (x) * on (a) group_left (b) y > 1", "{{ $labels.b }}"),
        ("sum by (model) (x) > 1", "{{ $externalLabels.cluster }}"),
    ],
)
def test_labels_that_the_alert_has(expression, template):
    assert labels_of(expression, template) == []


@pytest.mark.parametrize(
    "expression",
    ["sum(x) > 1", "sum by (pod) (x) / sum by (pod) (y) > 1", "sum by (pod) (x) > 1 and on () z"],
)
def test_labels_that_the_aggregation_drops(expression):
    assert labels_of(expression, "{{ $labels.model }}")


def test_a_label_of_the_alert_itself_is_there():
    more = 'labels: {team: nlp}\n      annotations: {summary: "{{ $labels.team }}"}'
    assert said("MON204", alert("sum(x) > 1", more=more)) == []


@pytest.mark.parametrize("name", ["node:other:rate5m", "model:latency:p99", "vllm:num_requests_waiting"])
def test_series_that_others_record(name):
    assert said("MON205", record("model:requests:rate5m", "sum(x)"), alert(f"sum({name}) > 1")) == []


def test_a_slip_of_the_pen_is_offered():
    text = alert("sum(model:request:rate5m) > 1")
    assert fixes("MON205", record("model:requests:rate5m", "sum(x)"), text) == [
        "did you mean `model:requests:rate5m`?"
    ]


def test_groups_of_two_objects_may_share_a_name():
    assert said("MON206", record("a:b:c", "sum(x)"), record("a:b:d", "sum(y)")) == []


def test_a_rule_is_one_of_two_things():
    neither = record("a:b:c", "sum(x)").replace('record: "a:b:c", ', "")
    both = record("a:b:c", "sum(x)").replace("record:", "alert: A, record:")
    assert said("MON207", neither) == ["error it is neither an alert nor a record"]
    assert said("MON207", both) == ["error it is both the alert `A` and the record `a:b:c`"]


@pytest.mark.parametrize(
    "expression",
    [
        "x > 1",
        "x == 0",
        "absent(x)",
        "x unless y",
        "vector(1)",
        "a:b:c",
        'ALERTS{alertstate="firing"}',
        "{job='x'}",
    ],
)
def test_alerts_that_can_be_quiet(expression):
    assert said("MON208", alert(expression)) == []


@pytest.mark.parametrize("expression", ["sum(x)", "x > bool 1", "rate(x[5m]) * 100", "x or y"])
def test_alerts_that_never_are(expression):
    assert said("MON208", alert(expression))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("{{ $value }} and {{ $labels.a }}", True),
        ("100% }}", True),
        ("no template", True),
        ("{{ $value }", False),
        ("{{ $value {{ $labels.a }}", False),
    ],
)
def test_braces_pair(text, right):
    assert bool(said("MON209", alert("x > 1", more=TEMPLATED.format(text)))) is not right


CONFIG = """\
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: bert, namespace: prod}
spec:
  route: {receiver: team, routes: [{receiver: %s}]}
  receivers: [{name: team}, {name: pager}]
"""


def test_nested_routes_are_followed():
    assert said("MON210", CONFIG % "pager") == []
    assert said("MON210", CONFIG % "pagr") == ["error there is no receiver `pagr`"]


def test_the_severity_may_be_the_groups():
    grouped = alert("x > 1").replace("  - name: bert\n", "  - name: bert\n    labels: {severity: warning}\n")
    assert said("MON211", alert("x > 1"))
    assert said("MON211", grouped) == []

"""What anybody's rules on objectives are told, beside the examples of each rule."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio

HEAD = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
"""
SHARE = "sum(rate(http_requests_total{code=~'5..'}[1h])) / sum(rate(http_requests_total[1h]))"


def record(name: str, expression: str) -> str:
    return f'    - record: {name}\n      expr: "{expression}"\n'


def alert(expression: str, more: str = "") -> str:
    return f'    - alert: Burns\n      expr: "{expression}"\n      for: 2m\n      labels: {{severity: page}}\n{more}'


def said(rule: str, *rules: str) -> list[str]:
    manifests = yamlio.load_manifests(HEAD + "".join(rules), "f.yaml")
    return [finding.message for finding in checks.run(manifests, select=[rule]).findings]


@pytest.mark.parametrize(
    ("share", "threshold", "wrong"),
    [
        (SHARE, "14.4 * (1 - 0.9)", True),
        (SHARE, "14.4 * (1 - 0.99)", False),
        (SHARE, "1", True),
        (f"1 - {SHARE}", "1.2", True),
        (SHARE.replace("[1h])) / sum", "[1h])) / sum by (job) "), "1.2", False),
        (SHARE.replace("{code=~'5..'}[1h]", "{code=~'5..'}[5m]", 1), "1.2", False),
        ("sum(rate(retries_total[1h])) / sum(rate(http_requests_total[1h]))", "1.2", False),
        (
            SHARE.replace(
                "sum(rate(http_requests_total[1h]))", "sum(rate(http_requests_total{job='a'}[1h]))"
            ),
            "1.2",
            False,
        ),
    ],
)
def test_a_share_is_never_above_one(share: str, threshold: str, wrong: bool):
    found = said(
        "MON213", record("job:errors:ratio_rate1h", share), alert(f"job:errors:ratio_rate1h > {threshold}")
    )
    assert bool(found) is wrong


def test_a_name_that_is_also_recorded_otherwise_is_left_alone():
    other = record("job:errors:ratio_rate1h", "sum(errors)")
    assert not said(
        "MON213", record("job:errors:ratio_rate1h", SHARE), other, alert("job:errors:ratio_rate1h > 2")
    )


def test_a_mean_of_a_ratio_over_a_month_is_no_ratio():
    assert said("MON214", record("a:b:ratio", SHARE), record("a:b:month", "avg_over_time(a:b:ratio[30d])"))


def test_a_sum_by_a_sum_is_one():
    rates = record("a:b:rate5m", "sum(rate(x_total[5m]))"), record("a:c:rate5m", "sum(rate(y_total[5m]))")
    quotient = "sum_over_time(a:b:rate5m[30d]) / sum_over_time(a:c:rate5m[30d])"
    assert not said("MON214", *rates, record("a:b:ratio30d", quotient))


@pytest.mark.parametrize("key", ["runbook_url", "runbook", "runbook_link"])
def test_any_annotation_for_a_runbook_will_do(key: str):
    assert said("MON215", alert("up == 0"))
    assert not said("MON215", alert("up == 0", f"      annotations: {{{key}: here}}\n"))

"""Bad input about objectives, scaling and monitoring: one line with its place and a mend, and nothing written."""

from __future__ import annotations

import re

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio

WITHIN = {"objective": "99%", "within": "80ms"}
COUNTED = 'sum(rate(istio_requests_total{destination_workload="vision"}[1m]))'


def watched(**changes):
    """A service with an objective, scaled by KEDA on a cluster with a Prometheus."""
    given = {
        "services__vision__slo": {"latency": dict(WITHIN)},
        "services__vision__scaling": {"max": 3},
        "clusters__main__prometheus": {"namespace": "monitoring", "address": "http://prometheus:9090"},
        "clusters__main__keda": {},
    }
    return small(**given | changes)


def gateway(query, **more):
    scaling = {"on": "gateway", "max": 3, "target": 5.0, "gateway": {"by": "query", "query": query}, **more}
    return watched(services__vision__scaling=scaling)


def latency(**changes):
    return watched(services__vision__slo={"latency": WITHIN | changes})


def address(text):
    return watched(clusters__main__prometheus={"namespace": "monitoring", "address": text})


def monitors(**more):
    given = {"namespace": "monitoring", "address": "http://prometheus:9090", **more}
    return watched(clusters__main__prometheus=given)


def alert_labels(**labels):
    return watched(services__vision__monitoring={"labels": labels})


FLEETS = {
    "a latency of a year": (latency(within="365d"), "expected a latency of at most 1h, got 365d"),
    "a latency of a microsecond": (latency(within="1us"), "(write 1ms) [FLT066]"),
    "a latency of half a millisecond more": (latency(within="1500us"), "(write 1ms or 2ms) [FLT066]"),
    "nines without end": (latency(objective="99.99999999%"), "at most 7 decimals"),
    "digits of another script": (latency(objective="9٩%"), "expected a percentage such as 99.9%"),
    "availability with nines without end": (
        watched(services__vision__slo={"availability": "99.99999999%"}),
        "at most 7 decimals",
    ),
    "a load beyond reason": (
        watched(services__vision__slo={"latency": WITHIN, "requestsPerSecond": 1e308}),
        "expected at most 100000000 requests a second, got 1e+308",
    ),
    "a cooldown of a year": (
        gateway(COUNTED, min=0, cooldown="365d"),
        "expected a cooldown of at most 1d, got 365d",
    ),
    "a target beyond reason": (
        watched(services__vision__scaling={"on": "concurrency", "max": 3, "target": 1e308}),
        "no pod carries so much (expected requests in flight a pod, such as 12) [FLT072]",
    ),
    "a query that is no PromQL": (gateway("sum(rate(x["), "is not PromQL: "),
    "an empty query": (gateway(""), "is not PromQL: "),
    "a query that is a text": (gateway('"text"'), "is a text"),
    "a query that gives a range": (gateway("x_total[1m]"), "gives many values over time"),
    "a query of the sleeping pods themselves": (
        gateway("sum(rate(nv_inference_request_success[1m]))", min=0),
        "reads what the service's own pods write",
    ),
    "a port that no host has": (address("http://prometheus:99999"), "a port up to 65535"),
    "an address without a host": (address("http://:9090"), "expected a host"),
    "an address without scheme": (
        address("prometheus:9090"),
        "such as http://prometheus:9090, got 'prometheus:9090'",
    ),
    "an address of another scheme": (address("ftp://prometheus"), "such as http://prometheus, got"),
    "the path of Prometheus' API": (
        address("http://prometheus:9090/api/v1/query"),
        "without the path of Prometheus' API, such as http://prometheus:9090, got",
    ),
    "a monitor's label that the chart sets": (
        monitors(monitorLabels={"app.kubernetes.io/instance": "kps"}),
        "the chart sets this label",
    ),
    "a rule's label that the chart sets": (
        monitors(ruleLabels={"app.kubernetes.io/part-of": "kps"}),
        "the chart sets this label",
    ),
    "a template as an alert's label": (alert_labels(team="{{ $labels.team }}"), "expected text like"),
    "an alert's label on two lines": (alert_labels(team="a\nb"), "expected text like"),
    "an alert's severity": (alert_labels(severity="page"), "Prometheus or the rules set this label"),
    "an alert's job": (alert_labels(job="other"), "Prometheus or the rules set this label"),
}


@pytest.mark.parametrize(("fleet", "said"), FLEETS.values(), ids=FLEETS)
def test_it_is_one_line_with_its_place_and_nothing_is_written(tmp_path, fleet, said):
    (tmp_path / "fleet.yaml").write_text(yamlio.dump(fleet))
    ran = tritonfleet("generate", cwd=tmp_path)
    lines = ran.err.splitlines()
    assert ran.code == 2
    assert len(lines) == 1
    assert re.match(r"tritonfleet: fleet\.yaml:\d+:\d+: ", lines[0])
    assert said in lines[0]
    assert [path.name for path in tmp_path.iterdir()] == ["fleet.yaml"]


@pytest.mark.parametrize(
    "query", [COUNTED, f"\n{COUNTED}\n", "max(queue_length)", "scalar(sum(queue_length))", "5"]
)
def test_a_query_that_gives_one_number_is_taken(tmp_path, query):
    (tmp_path / "fleet.yaml").write_text(yamlio.dump(gateway(query, min=0)))
    assert tritonfleet("scaling", "vision", cwd=tmp_path).err == ""


@pytest.mark.parametrize("objective", ["99.9999999%", "0.0000001%", "50%"])
def test_an_objective_of_seven_decimals_is_taken(tmp_path, objective):
    (tmp_path / "fleet.yaml").write_text(yamlio.dump(latency(objective=objective)))
    assert tritonfleet("scaling", "vision", cwd=tmp_path).err == ""

"""What can be written of objectives, scaling and watching, and what a person reads who writes something else."""

from __future__ import annotations

import pytest

from support.fleets import parsed, small
from tritonfleet.errors import InputError

CRON = {"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "replicas": 2}
SECRET = {"secret": "prometheus", "key": "token"}
PROMETHEUS = {"namespace": "monitoring"}


def told(**changes) -> str:
    """The one line that refuses the small fleet with a change."""
    with pytest.raises(InputError) as refused:
        parsed(small(**changes))
    (problem,) = refused.value.problems
    assert problem.location is not None
    assert "\n" not in str(problem)
    return str(problem)


@pytest.mark.parametrize(
    ("scaling", "message"),
    [
        ({"min": 3, "max": 2}, "min (3) is above max (2)"),
        ({"min": -1}, "min"),
        ({"max": 0}, "max"),
        ({"on": "latency"}, "queue-time"),
        ({"owner": "vpa"}, "keda"),
        ({"on": "cron"}, "on: cron needs a window below cron"),
        ({"on": "gateway"}, "gateway and `on: gateway` belong together"),
        ({"gateway": {"by": "http-add-on"}}, "gateway and `on: gateway` belong together"),
        ({"on": "gateway", "gateway": {"by": "query"}}, "query belongs to `by: query`"),
        ({"cron": {"day": CRON | {"start": "at eight"}}}, "start"),
        ({"cron": {"day": CRON | {"replicas": 0}}}, "replicas"),
        ({"cooldwon": "5m"}, "did you mean `cooldown`"),
    ],
)
def test_scaling_that_cannot_be_meant_is_refused(scaling, message):
    assert message in told(services__vision__scaling=scaling)


@pytest.mark.parametrize(
    ("slo", "message"),
    [
        ({"availability": "100%"}, "100% leaves no budget"),
        ({"availability": "0%"}, "above 0%"),
        ({"availability": "99.9"}, "availability"),
        ({"latency": {"objective": "99%", "within": "0s"}}, "within is 0"),
        ({"latency": {"objective": "99%"}}, "within"),
        ({"latency": {"objective": "99%", "within": 80}}, "within"),
        ({"requestsPerSecond": 0}, "requestsPerSecond"),
        ({"requestPerSecond": 10}, "did you mean `requestsPerSecond`"),
    ],
)
def test_an_objective_that_cannot_be_meant_is_refused(slo, message):
    assert message in told(services__vision__slo=slo)


@pytest.mark.parametrize(
    ("prometheus", "message"),
    [
        ({"address": "prometheus.monitoring.svc:9090"}, "http"),
        ({"scrapeInterval": "5m"}, "expected 1s to 150s"),
        ({"scrapeInterval": "500ms"}, "expected 1s to 150s"),
        ({"monitors": "VMServiceScrape"}, "ServiceMonitor"),
        ({"authentication": {}}, "expected bearer, or username and password"),
        ({"authentication": {"username": SECRET}}, "username and password belong together"),
        (
            {"authentication": {"bearer": SECRET, "username": SECRET, "password": SECRET}},
            "exclude each other",
        ),
        ({"adapter": {"namespace": "Monitoring"}}, "namespace"),
    ],
)
def test_a_prometheus_that_cannot_be_meant_is_refused(prometheus, message):
    assert message in told(clusters__main__prometheus=PROMETHEUS | prometheus)


def test_a_grafana_has_one_way_to_load_dashboards():
    both = {"sidecar": {}, "operator": {"instanceSelector": {"dashboards": "grafana"}}}
    assert "exclude each other" in told(clusters__main__grafana=both)


@pytest.mark.parametrize("interval", ["1s", "30s", "1m", "150s"])
def test_five_minutes_hold_two_samples_of_any_interval_that_is_taken(interval):
    file = parsed(small(clusters__main__prometheus=PROMETHEUS | {"scrapeInterval": interval}))
    prometheus = file.fleet.clusters["main"].prometheus
    assert prometheus is not None
    assert 2 * prometheus.scrape_interval.seconds <= 300

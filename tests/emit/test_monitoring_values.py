"""A service is scraped where its cluster has a Prometheus that takes monitors, at that Prometheus' pace."""

from __future__ import annotations

from typing import Any

import pytest

from tritonfleet.charts.values import TritonValues
from tritonfleet.emit.monitoring_values import monitoring_values
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.service import Service

POOL = {"nodes": 1, "labels": {"pool": "cpu"}}
OWN = {"models": ["m"], "repository": {"s3": {"bucket": "models", "region": "eu-central-1"}}}


def emitted(prometheus: dict[str, Any] | None, **service: Any) -> dict[str, Any]:
    """What is emitted below ``monitoring`` for a service on a cluster with this Prometheus."""
    cluster = Cluster.model_validate(
        {"kubernetes": "1.36", "pools": {"cpu": POOL}} | ({"prometheus": prometheus} if prometheus else {})
    )
    resolved = ResolvedService("vision", Service.model_validate(OWN | service), {})
    environment = ResolvedEnvironment("prod", None, "main", cluster, {"vision": resolved})
    values = monitoring_values(resolved, environment)
    TritonValues.model_validate(values)
    assert values.keys() <= {"monitoring"}
    return values.get("monitoring", {})


def test_a_service_is_monitored_as_the_prometheus_selects() -> None:
    labels = {"release": "kps"}
    assert emitted({"namespace": "monitoring", "monitorLabels": labels}) == {
        "monitor": "ServiceMonitor",
        "labels": labels,
        "interval": "15s",
        "scrapeTimeout": "10s",
    }


def test_the_cluster_says_by_which_kind() -> None:
    assert emitted({"namespace": "monitoring", "monitors": "PodMonitor"})["monitor"] == "PodMonitor"


@pytest.mark.parametrize(
    ("interval", "written", "timeout"),
    [("1m", "60s", "10s"), ("5s", "5s", "5s"), ("1.5s", "1500ms", "1500ms"), ("0.5m", "30s", "10s")],
)
def test_a_scrape_ends_before_the_next_begins(interval: str, written: str, timeout: str) -> None:
    found = emitted({"namespace": "monitoring", "scrapeInterval": interval})
    assert (found["interval"], found["scrapeTimeout"]) == (written, timeout)


def test_without_a_prometheus_nothing_is_emitted() -> None:
    assert emitted(None) == {}


def test_somebody_elses_scrape_needs_no_monitor() -> None:
    assert emitted({"namespace": "monitoring", "monitors": "none"}) == {}


def test_a_service_may_want_none() -> None:
    assert emitted({"namespace": "monitoring"}, monitoring={"enabled": False}) == {}


def test_the_base_knows_no_prometheus() -> None:
    resolved = ResolvedService("vision", Service.model_validate(OWN), {})
    base = ResolvedEnvironment("base", None, "", None, {"vision": resolved})
    assert monitoring_values(resolved, base) == {}

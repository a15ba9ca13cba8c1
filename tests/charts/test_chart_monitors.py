"""A monitor reaches this service's metrics, once, and gives its series the labels that the queries select by."""

from __future__ import annotations

from typing import Any

import pytest
from chart_rendering import Helm, Rendered

BY_SERVICE = {"monitoring": {"monitor": "ServiceMonitor"}}
BY_POD = {"monitoring": {"monitor": "PodMonitor"}}


@pytest.fixture(scope="module")
def by_service(helm: Helm) -> Rendered:
    return helm.render(BY_SERVICE)


@pytest.fixture(scope="module")
def by_pod(helm: Helm) -> Rendered:
    return helm.render(BY_POD)


def matched(monitor: dict[str, Any], labelled: list[dict[str, Any]]) -> list[str]:
    """Names of the objects that the monitor selects."""
    wanted = monitor["spec"]["selector"]["matchLabels"].items()
    return [o["metadata"]["name"] for o in labelled if wanted <= o["metadata"]["labels"].items()]


def test_by_default_nothing_is_monitored(helm: Helm) -> None:
    assert [o for o in helm.render({}).objects if o["apiVersion"].startswith("monitoring.coreos.com")] == []


def test_a_service_monitor_selects_the_metrics_service_only(by_service: Rendered) -> None:
    assert matched(by_service["ServiceMonitor"], by_service.of("Service")) == ["demo-triton-metrics"]


def test_a_service_monitor_selects_no_other_release(helm: Helm, by_service: Rendered) -> None:
    assert matched(by_service["ServiceMonitor"], helm.render({}, release="other").of("Service")) == []


def test_a_pod_monitor_selects_the_server_and_not_the_test(by_pod: Rendered) -> None:
    server = by_pod["Deployment"]["spec"]["template"]
    server["metadata"]["name"] = "server"
    assert matched(by_pod["PodMonitor"], [server, *by_pod.of("Pod")]) == ["server"]


@pytest.mark.parametrize("kind", ["ServiceMonitor", "PodMonitor"])
def test_the_job_is_the_name_of_the_service(by_service: Rendered, by_pod: Rendered, kind: str) -> None:
    rendered = by_service if kind == "ServiceMonitor" else by_pod
    label = rendered[kind]["spec"]["jobLabel"]
    bearers = [
        rendered.named("Service", "-metrics")["metadata"]["labels"],
        rendered["Deployment"]["spec"]["template"]["metadata"]["labels"],
    ]
    assert [labels[label] for labels in bearers] == ["demo-triton"] * 2


def test_the_port_has_the_name_of_both_a_service_port_and_a_container_port(by_service: Rendered) -> None:
    ports = [p["name"] for p in by_service.named("Service", "-metrics")["spec"]["ports"]]
    endpoint = by_service["ServiceMonitor"]["spec"]["endpoints"][0]
    assert endpoint["port"] in ports
    assert endpoint["port"] in [p["name"] for p in by_service.container["ports"]]


def test_pace_and_labels_are_those_given(helm: Helm) -> None:
    given = {"interval": "30s", "scrapeTimeout": "5s", "labels": {"release": "kps"}}
    monitor = helm.render({"monitoring": {"monitor": "PodMonitor", **given}})["PodMonitor"]
    endpoint = monitor["spec"]["podMetricsEndpoints"][0]
    assert (endpoint["interval"], endpoint["scrapeTimeout"]) == ("30s", "5s")
    assert monitor["metadata"]["labels"]["release"] == "kps"


def test_the_namespace_of_a_series_is_the_targets(by_service: Rendered) -> None:
    assert by_service["ServiceMonitor"]["spec"]["endpoints"][0]["honorLabels"] is False

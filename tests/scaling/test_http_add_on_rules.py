"""Rules about KEDA's HTTP add-on: what it leads to is there, and what wakes a service is not gone around."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tritonfleet.checks import run
from tritonfleet.yamlio import dump_all, load_manifests

PROXY = {"name": "keda-add-ons-http-interceptor-proxy", "namespace": "keda", "port": 8080}
ADD_ON = {
    "type": "external-push",
    "metadata": {
        "scalerAddress": "keda-add-ons-http-external-scaler.keda:9090",
        "interceptorRoute": "bert",
    },
}
CLOCK = {
    "type": "cron",
    "metadata": {"timezone": "UTC", "start": "0 8 * * *", "end": "0 9 * * *", "desiredReplicas": "1"},
}
QUEUE = {
    "type": "kafka",
    "metadata": {"topic": "frames", "bootstrapServers": "k:9092", "consumerGroup": "bert"},
}
OBJECTS: dict[str, dict[str, Any]] = {
    "service": {
        "apiVersion": "v1",
        "kind": "Service",
        "spec": {"selector": {"app": "bert"}, "ports": [{"name": "http", "port": 8000}]},
    },
    "route": {
        "apiVersion": "http.keda.sh/v1beta1",
        "kind": "InterceptorRoute",
        "spec": {
            "target": {"service": "bert", "portName": "http"},
            "rules": [{"hosts": ["bert.example.com"]}],
            "scalingMetric": {"concurrency": {"targetValue": 8}},
        },
    },
    "scaler": {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "spec": {
            "scaleTargetRef": {"name": "bert"},
            "minReplicaCount": 0,
            "maxReplicaCount": 4,
            "triggers": [ADD_ON],
        },
    },
    "way": {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "spec": {"hostnames": ["bert.example.com"], "rules": [{"backendRefs": [PROXY]}]},
    },
}
AROUND = {"rules": [{"backendRefs": [{"name": "bert", "port": 8000}]}]}


def told(**specs: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and message on the objects, with other fields of their specs."""
    objects = copy.deepcopy(OBJECTS)
    for name, spec in specs.items():
        objects[name]["spec"] |= spec
    for each in objects.values():
        each["metadata"] = {"name": "bert", "namespace": "prod"}
    manifests = load_manifests(dump_all([*objects.values()]), "all.yaml")
    return [(found.rule, found.message) for found in run(manifests, select=["SCL250", "SCL251"]).findings]


def test_a_service_that_is_only_reached_by_the_proxy_is_right():
    assert told() == []


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"target": {"service": "bret", "portName": "http"}}, "bret"),
        ({"target": {"service": "bert", "portName": "htpp"}}, "has no port htpp"),
        ({"target": {"service": "bert", "port": 8001}}, "has no port 8001"),
    ],
)
def test_a_route_to_what_is_not_there_is_told(spec, message):
    ((rule, text),) = told(route=spec)
    assert rule == "SCL250"
    assert message in text


def test_a_trigger_that_names_no_route_is_told():
    misspelt = {**ADD_ON, "metadata": {**ADD_ON["metadata"], "interceptorRoute": "bret"}}
    ((rule, text),) = told(scaler={"triggers": [misspelt]})
    assert (rule, "bret" in text) == ("SCL250", True)


def test_a_way_around_the_proxy_is_told():
    ((rule, text),) = told(way=AROUND)
    assert rule == "SCL251"
    assert "Service `bert` sleeps until" in text


def test_a_clock_does_not_hear_requests():
    ((rule, _),) = told(way=AROUND, scaler={"triggers": [ADD_ON, CLOCK]})
    assert rule == "SCL251"


@pytest.mark.parametrize(
    "scaler",
    [{"minReplicaCount": 1}, {"triggers": [ADD_ON, QUEUE]}],
    ids=["never asleep", "woken otherwise too"],
)
def test_a_way_around_is_nobodys_mistake_where_the_add_on_alone_does_not_wake(scaler):
    assert told(way=AROUND, scaler=scaler) == []

"""Scale to zero by KEDA's HTTP add-on: what the chart is told, and which ways in would wake nobody."""

from __future__ import annotations

import pytest
from scaled import planned, resolved, said

from tritonfleet.charts.keda_interceptor import TRIGGER_TYPE, InterceptorProxy
from tritonfleet.emit.interceptor_route import INSTALLED_IN, grant_values
from tritonfleet.emit.scaling_values import scaling_values
from tritonfleet.planner.scaling.constants import constants

ADD_ON = {"on": "gateway", "min": 0, "gateway": {"by": "http-add-on"}}
BY_QUERY = {"on": "gateway", "min": 0, "target": 9, "gateway": {"by": "query", "query": "sum(calls)"}}
KEDA = {"clusters__main__keda": {"httpAddOn": True}}
GATEWAY = {"clusters__main__gateway": {"name": "public", "namespace": "edge"}}
NGINX = {"clusters__main__ingress": {"className": "nginx", "namespace": "ingress-nginx"}}
HTTP = {"httpRoute": {"hostnames": ["vision.example.com"]}}
GRPC = {"grpcRoute": {"hostnames": ["vision-grpc.example.com"]}}
INGRESS = {"ingress": {"host": "vision.example.com"}}


def told(**changes):
    """What the chart is told below autoscaling.keda."""
    service, environment = resolved(ADD_ON, **KEDA | changes)
    return scaling_values(planned(ADD_ON, **KEDA | changes), service, environment)["keda"]


def test_the_route_aims_at_what_one_pod_carries():
    assert told()["interceptorRoute"] == {"concurrency": 11}
    assert told()["triggers"] == {"gateway": {"type": "external-push"}}


def test_planner_and_chart_know_the_same_add_on():
    assert InterceptorProxy().namespace == INSTALLED_IN
    assert constants().http_add_on["trigger"] == TRIGGER_TYPE


def test_a_service_that_only_takes_grpc_is_counted_there():
    keda = told(services__vision__expose=GRPC, **GATEWAY)
    assert keda["interceptorRoute"]["port"] == "grpc"


def test_the_add_on_is_beside_keda():
    keda = told(clusters__main__keda={"httpAddOn": True, "namespace": "scaling"})
    assert keda["interceptorRoute"]["proxy"] == {"namespace": "scaling"}


def test_who_is_counted_by_a_query_needs_no_route():
    service, environment = resolved(BY_QUERY)
    assert "interceptorRoute" not in scaling_values(planned(BY_QUERY), service, environment)["keda"]


@pytest.mark.parametrize("expose", [{}, HTTP, GRPC, INGRESS], ids=["inside", "http", "grpc", "ingress"])
def test_nothing_is_said_of_ways_in_that_wake(expose):
    assert said(ADD_ON, services__vision__expose=expose, **KEDA, **GATEWAY, **NGINX) == []


@pytest.mark.parametrize("way", [HTTP, INGRESS], ids=["route", "ingress"])
def test_http_and_grpc_at_once_are_refused(way):
    ((rule, message, fix),) = said(ADD_ON, services__vision__expose=way | GRPC, **KEDA, **GATEWAY, **NGINX)
    assert rule == "FLT075"
    assert "counts one port of a service, and both HTTP and gRPC are exposed" in message
    assert "expose one of them" in fix


def test_a_load_balancer_that_knows_no_external_name_is_refused():
    alb = {"className": "alb", "namespace": "kube-system"}
    ((rule, message, fix),) = said(
        ADD_ON, services__vision__expose=INGRESS, **KEDA, clusters__main__ingress=alb
    )
    assert (rule, "Ingress of class alb cannot lead" in message) == ("FLT075", True)
    assert "expose it by httpRoute" in fix


def test_both_are_fine_where_a_query_counts():
    assert said(BY_QUERY, services__vision__expose=HTTP | GRPC, **KEDA, **GATEWAY) == []


@pytest.mark.parametrize(
    ("changes", "granted"),
    [
        (KEDA | GATEWAY, {"httpAddOn": {"namespace": "keda", "routesFrom": {"a": True, "b": True}}}),
        (KEDA, {}),
        (GATEWAY, {}),
    ],
    ids=["gateway and add-on", "no gateway", "no add-on"],
)
def test_the_cluster_lets_the_routes_of_its_environments_lead_to_the_proxy(changes, granted):
    _, environment = resolved(**changes)
    assert grant_values(environment.cluster, ["b", "a"]) == granted


def test_a_cluster_without_environments_grants_nothing():
    _, environment = resolved(**KEDA, **GATEWAY)
    assert grant_values(environment.cluster, []) == {}

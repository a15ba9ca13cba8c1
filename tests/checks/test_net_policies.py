"""Rules about NetworkPolicies and gateways, in the cases that their examples do not show."""

from __future__ import annotations

from typing import Any

import pytest
from workload_examples import container, said, service, severities, thing, together, verdicts, workload

from tritonfleet.checks import Facts, needs
from tritonfleet.checks.network.gateways import hostnames_meet
from tritonfleet.checks.rule import Undecided

APP = workload(containers=[container(ports=[{"name": "http", "containerPort": 8000}])])
ROUTED = together(APP, service({"name": "http", "port": 80, "targetPort": "http"}))
DNS = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}


def policy(name: str = "bert", **spec: Any) -> str:
    return thing("NetworkPolicy", "networking.k8s.io/v1", name, spec={"podSelector": {}, **spec})


def egress(*rules: dict[str, Any]) -> str:
    return together(APP, policy(policyTypes=["Egress"], egress=list(rules)))


def route(kind: str = "HTTPRoute", namespace: str = "prod", **spec: Any) -> str:
    return thing(kind, "gateway.networking.k8s.io/v1", namespace=namespace, spec=spec)


def gateway(*listeners: dict[str, Any], namespace: str = "prod") -> str:
    spec = {"gatewayClassName": "envoy", "listeners": list(listeners)}
    return thing("Gateway", "gateway.networking.k8s.io/v1", "public", namespace, spec=spec)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [{}],
        [{"ports": [{"port": 443}]}, DNS],
        [{"ports": [{"port": 1, "endPort": 65535, "protocol": "UDP"}]}],
        [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 443}]}],
        [{"ports": [{"port": "dns", "protocol": "UDP"}, {"port": 443}]}],
        [{"ports": [{"port": 5353, "protocol": "UDP"}]}],
    ],
)
def test_pods_that_resolve_names_or_need_none(rules):
    assert said("NET031", egress(*rules)) == []


def test_dns_over_tcp_alone_does_not_resolve():
    assert len(said("NET031", egress({"ports": [{"port": 53}, {"port": 443}]}))) == 1


def test_another_policy_may_open_dns():
    calls = policy(policyTypes=["Egress"], egress=[{"ports": [{"port": 443}]}])
    assert said("NET031", together(APP, calls, policy("dns", policyTypes=["Egress"], egress=[DNS]))) == []


@pytest.mark.parametrize("port", ["http", 8000])
def test_a_policy_for_the_port_of_the_pod(port):
    assert said("NET032", together(ROUTED, policy(ingress=[{"ports": [{"port": port}]}]))) == []


def test_a_number_that_nobody_declares_is_not_known_to_be_wrong():
    assert said("NET032", together(ROUTED, policy(ingress=[{"ports": [{"port": 9999}]}]))) == []


def test_a_name_that_nobody_declares_is_wrong():
    assert len(said("NET032", together(ROUTED, policy(ingress=[{"ports": [{"port": "https"}]}])))) == 1


def test_a_label_that_the_namespace_has():
    named = thing("Namespace", "v1", "monitoring", "", metadata={"labels": {"name": "monitoring"}})
    peer = {"namespaceSelector": {"matchLabels": {"name": "monitoring"}}}
    assert said("NET033", together(named, policy(ingress=[{"from": [peer]}]))) == []
    assert said("NET033", policy(ingress=[{"from": [peer]}])) == []


BACKEND = {"backendRefs": [{"name": "bert", "port": 80}]}


def blocked(*rules: dict[str, Any]) -> list[str]:
    return severities("NET034", together(ROUTED, route(rules=[BACKEND]), policy(ingress=list(rules))))


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([], ["error"]),
        ([{"ports": [{"port": 8002}]}], ["error"]),
        ([{"from": [{"podSelector": {}}]}], ["warning"]),
        ([{}], []),
        ([{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}], []),
        ([{"from": [{"podSelector": {}}, {"namespaceSelector": {}}], "ports": [{"port": "http"}]}], []),
    ],
)
def test_who_reaches_a_routed_port(rules, found):
    assert blocked(*rules) == found


def test_a_pod_without_policies_is_open():
    assert (
        said(
            "NET034",
            together(ROUTED, route(rules=[BACKEND]), policy(podSelector={"matchLabels": {"a": "b"}})),
        )
        == []
    )


def test_rules_without_policy_types_apply_in_their_direction():
    assert said("NET036", policy(egress=[DNS])) == []


@pytest.mark.parametrize(
    "block", [{"cidr": "10.0.0.0"}, {"cidr": "2001:db8::/32", "except": ["2001:db8:1::/48"]}]
)
def test_address_blocks_of_both_families(block):
    assert said("NET037", policy(ingress=[{"from": [{"ipBlock": block}]}])) == []


@pytest.mark.parametrize(
    "block",
    [
        {"cidr": "10.0.0.0/33"},
        {"cidr": "10.0.0.0/8", "except": ["10.0.0.0/8"]},
        {"cidr": "10.0.0.0/8", "except": ["::/64"]},
    ],
)
def test_address_blocks_that_are_refused(block):
    assert len(said("NET037", policy(ingress=[{"from": [{"ipBlock": block}]}]))) == 1


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("", "a.example.com", True),
        ("*.example.com", "a.example.com", True),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "*.a.example.com", True),
        ("a.example.com", "b.example.com", False),
    ],
)
def test_hosts_meet_either_way_round(one, other, meet):
    assert (hostnames_meet(one, other), hostnames_meet(other, one)) == (meet, meet)


def test_one_listener_of_several_may_take_the_route():
    text = together(
        gateway({"name": "a", "hostname": "a.example.com"}, {"name": "b", "hostname": "b.example.com"}),
        route(parentRefs=[{"name": "public"}], hostnames=["b.example.com"]),
    )
    assert said("NET024", text) + said("NET025", text) + said("NET026", text) == []


def test_a_listener_that_chooses_namespaces_by_label_is_not_judged():
    chosen = {"namespaces": {"from": "Selector", "selector": {"matchLabels": {"edge": "yes"}}}}
    text = together(
        gateway({"name": "http", "allowedRoutes": chosen}, namespace="edge"),
        route(parentRefs=[{"name": "public", "namespace": "edge"}]),
    )
    assert said("NET026", text) == []


def test_a_listener_for_another_kind_of_route():
    listener = {"name": "grpc", "allowedRoutes": {"kinds": [{"kind": "GRPCRoute"}]}}
    text = together(gateway(listener), route(parentRefs=[{"name": "public"}]))
    assert len(said("NET026", text)) == 1


def test_a_grant_of_another_team_may_exist():
    across = route(namespace="edge", rules=[{"backendRefs": [{"name": "bert", "namespace": "prod"}]}])
    assert verdicts("NET027", across) == [Undecided(needs.existing("ReferenceGrant"))]
    assert len(said("NET027", across, Facts(external={"ReferenceGrant": ()}))) == 1


@pytest.mark.parametrize(("text", "found"), [("1.5s", 1), ("1h30m", 0), ("500ms", 0), ("30", 1)])
def test_durations_of_the_gateway_api(text, found):
    assert len(said("NET029", route(rules=[{"timeouts": {"request": text}}]))) == found


@pytest.mark.parametrize(
    ("listener", "found"),
    [
        ({"protocol": "TLS", "tls": {"mode": "Passthrough"}}, 0),
        ({"protocol": "HTTPS", "tls": {"options": {"example.com/cert": "managed"}}}, 0),
        ({"protocol": "HTTPS", "tls": {}}, 1),
        ({"protocol": "HTTP"}, 0),
    ],
)
def test_listeners_that_need_a_certificate(listener, found):
    assert len(said("NET030", gateway({"name": "a", "port": 443, **listener}))) == found

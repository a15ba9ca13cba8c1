"""What is reachable, by whom: Services, policies, Ingress and routes."""

from __future__ import annotations

from typing import Any

import pytest
from chart_rendering import Helm, Rendered

GATEWAY = {"parentRefs": {"public": {"namespace": "gw", "sectionName": "https"}}}
CASES: dict[str, dict[str, Any]] = {
    "defaults": {},
    "load balancer": {"service": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"]}},
    "ranges without balancer": {"service": {"loadBalancerSourceRanges": ["10.0.0.0/8"]}},
    "no metrics": {"server": {"metrics": {"enabled": False}}},
    "closed": {
        "networkPolicy": {
            "ingress": {"inference": {"same-namespace": None}, "metrics": {"monitoring": None}},
            "egress": {"dns": False},
        },
        "test": {"enabled": False},
    },
    "peers": {
        "networkPolicy": {
            "ingress": {
                "inference": {
                    "same-namespace": None,
                    "anywhere": {"namespaceLabels": {}},
                    "gateway": {"namespaceLabels": {"a": "b"}, "podLabels": {"c": "d"}},
                    "office": {"cidr": "192.0.2.0/24"},
                }
            }
        },
        "test": {"enabled": False},
    },
    "s3": {"modelRepository": {"s3": {"bucket": "models", "region": "r"}}},
    "minio": {
        "modelRepository": {
            "s3": {"bucket": "models", "region": "r", "endpoint": "http://m:9000", "secretRef": {"name": "k"}}
        }
    },
    "no store": {
        "modelRepository": {"s3": {"bucket": "models", "region": "r"}},
        "networkPolicy": {"egress": {"modelStore": False}},
    },
    "ingress": {"ingress": {"enabled": True, "host": "a.example.com", "tls": {"secretName": "t"}}},
    "routes": {"httpRoute": {"enabled": True, **GATEWAY}, "grpcRoute": {"enabled": True, **GATEWAY}},
    "budget of percent": {"podDisruptionBudget": {"minAvailable": "50%"}},
    "budget of none": {"podDisruptionBudget": {"maxUnavailable": 0}},
    "no budget": {"podDisruptionBudget": {"enabled": False}},
}


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return helm.render_many(CASES)


def ports(r: Rendered, suffix: str) -> list[str]:
    return [port["name"] for port in r.named("Service", suffix)["spec"]["ports"]]


def policy(r: Rendered) -> Any:
    return r["NetworkPolicy"]["spec"]


def opened(r: Rendered) -> set[int]:
    return {port["port"] for rule in policy(r)["egress"] for port in rule["ports"]}


@pytest.mark.parametrize("case", ["defaults", "load balancer"])
def test_metrics_are_never_on_the_inference_service(rendered: dict[str, Rendered], case: str) -> None:
    assert ports(rendered[case], "demo-triton") == ["http", "grpc"]


def test_metrics_service_stays_inside(rendered: dict[str, Rendered]) -> None:
    assert rendered["load balancer"].named("Service", "-metrics")["spec"]["type"] == "ClusterIP"


def test_metrics_service_goes_with_the_metrics(rendered: dict[str, Rendered]) -> None:
    names = [s["metadata"]["name"] for s in rendered["no metrics"].of("Service")]
    assert sorted(names) == ["demo-triton", "demo-triton-headless"]


def test_headless_service_lists_ready_pods_only(rendered: dict[str, Rendered]) -> None:
    spec = rendered["defaults"].named("Service", "-headless")["spec"]
    assert (spec["clusterIP"], spec["publishNotReadyAddresses"]) == ("None", False)


@pytest.mark.parametrize(("case", "there"), [("load balancer", True), ("ranges without balancer", False)])
def test_source_ranges_belong_to_a_load_balancer(
    rendered: dict[str, Rendered], case: str, there: bool
) -> None:
    assert ("loadBalancerSourceRanges" in rendered[case]["Service"]["spec"]) is there


def test_without_peers_nothing_is_open(rendered: dict[str, Rendered]) -> None:
    spec = policy(rendered["closed"])
    assert (spec.get("ingress"), spec.get("egress")) == (None, None)


def test_both_directions_are_denied_by_default(rendered: dict[str, Rendered]) -> None:
    assert policy(rendered["closed"])["policyTypes"] == ["Ingress", "Egress"]


def test_peers(rendered: dict[str, Rendered]) -> None:
    assert policy(rendered["peers"])["ingress"][0]["from"] == [
        {"namespaceSelector": {}},
        {"namespaceSelector": {"matchLabels": {"a": "b"}}, "podSelector": {"matchLabels": {"c": "d"}}},
        {"ipBlock": {"cidr": "192.0.2.0/24"}},
    ]


def test_scrapers_reach_only_the_metrics(rendered: dict[str, Rendered]) -> None:
    assert [p["port"] for p in policy(rendered["defaults"])["ingress"][1]["ports"]] == [8002]


def test_the_test_pod_is_let_in(rendered: dict[str, Rendered]) -> None:
    r = rendered["defaults"]
    labels = r.named("Pod", "-test")["metadata"]["labels"]
    peer = policy(r)["ingress"][0]["from"][-1]["podSelector"]["matchLabels"]
    assert peer.items() <= labels.items()


@pytest.mark.parametrize(
    ("case", "expected"),
    [("defaults", {53}), ("s3", {53, 443, 80}), ("minio", {53, 9000}), ("no store", {53})],
)
def test_egress_to_the_model_store(rendered: dict[str, Rendered], case: str, expected: set[int]) -> None:
    assert opened(rendered[case]) == expected


def test_ingress_exposes_inference_only(rendered: dict[str, Rendered]) -> None:
    rule = rendered["ingress"]["Ingress"]["spec"]["rules"][0]
    assert [(p["path"], p["pathType"]) for p in rule["http"]["paths"]] == [
        ("/v2", "Exact"),
        ("/v2/health", "Prefix"),
        ("/v2/models", "Prefix"),
    ]


def test_ingress_tls_covers_the_host(rendered: dict[str, Rendered]) -> None:
    assert rendered["ingress"]["Ingress"]["spec"]["tls"] == [{"hosts": ["a.example.com"], "secretName": "t"}]


def test_grpc_route_exposes_no_control_method(rendered: dict[str, Rendered]) -> None:
    matches = rendered["routes"]["GRPCRoute"]["spec"]["rules"][0]["matches"]
    assert not [m for m in matches if "Repository" in m["method"]["method"]]


@pytest.mark.parametrize("kind", ["HTTPRoute", "GRPCRoute"])
def test_routes_attach_to_their_gateway(rendered: dict[str, Rendered], kind: str) -> None:
    assert rendered["routes"][kind]["spec"]["parentRefs"] == [
        {"name": "public", "namespace": "gw", "sectionName": "https"}
    ]


@pytest.mark.parametrize(("kind", "port"), [("HTTPRoute", 8000), ("GRPCRoute", 8001)])
def test_routes_lead_to_the_service(rendered: dict[str, Rendered], kind: str, port: int) -> None:
    backend = rendered["routes"][kind]["spec"]["rules"][0]["backendRefs"]
    assert backend == [{"name": "demo-triton", "port": port}]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("defaults", {"maxUnavailable": 1}),
        ("budget of percent", {"minAvailable": "50%"}),
        ("budget of none", {"maxUnavailable": 0}),
    ],
)
def test_disruption_budget(rendered: dict[str, Rendered], case: str, expected: dict[str, Any]) -> None:
    spec = rendered[case]["PodDisruptionBudget"]["spec"]
    assert {k: v for k, v in spec.items() if k in ("minAvailable", "maxUnavailable")} == expected


def test_no_budget(rendered: dict[str, Rendered]) -> None:
    assert rendered["no budget"].of("PodDisruptionBudget") == []

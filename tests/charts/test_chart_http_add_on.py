"""Through KEDA's HTTP add-on every way in leads to its proxy, which finds the service by the host that is asked for."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, Helm, Rendered
from pydantic import ValidationError

from tritonfleet.charts.values import PlatformValues, TritonValues
from tritonfleet.checks import run
from tritonfleet.render.schemas import validator
from tritonfleet.yamlio import dump_all, load_manifests

HTTP = examples(CHARTS / "triton")["keda-http"]
GRPC = examples(CHARTS / "triton")["keda-grpc"]
GRANT = {"httpAddOn": {"namespace": "keda-system", "routesFrom": {"ml": True, "else": False}}}
GATEWAY = {"enabled": True, "parentRefs": {"public": {"namespace": "edge"}}}
PROXY = {"name": "keda-add-ons-http-interceptor-proxy", "namespace": "http-add-on", "port": 8080}


def through(
    base: dict[str, Any] = HTTP, route: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """The example with other values, those of ``route`` below interceptorRoute."""
    values = copy.deepcopy(base) | changes
    values["autoscaling"]["keda"]["interceptorRoute"] |= route or {}
    return values


@pytest.fixture(scope="module")
def http(helm: Helm) -> Rendered:
    return helm.render(HTTP)


@pytest.fixture(scope="module")
def grpc(helm: Helm) -> Rendered:
    return helm.render(
        through(GRPC, fullnameOverride="vision", grpcRoute=GATEWAY | {"hostnames": ["g.example.org"]})
    )


def hosts(rendered: Rendered) -> list[str]:
    (rule,) = rendered["InterceptorRoute"]["spec"]["rules"]
    return rule["hosts"]


def test_the_scaler_is_told_the_route_and_where_the_add_on_is(http: Rendered) -> None:
    (trigger,) = http["ScaledObject"]["spec"]["triggers"]
    assert trigger["metadata"] == {
        "interceptorRoute": http["InterceptorRoute"]["metadata"]["name"],
        "scalerAddress": "keda-add-ons-http-external-scaler.http-add-on:9090",
    }


def test_the_proxy_forwards_to_a_port_of_the_service(http: Rendered, grpc: Rendered) -> None:
    for rendered, port in ((http, "http"), (grpc, "grpc")):
        target = rendered["InterceptorRoute"]["spec"]["target"]
        service = rendered.named("Service", target["service"])
        assert target["portName"] == port
        assert port in {each["name"] for each in service["spec"]["ports"]}


def test_the_proxy_speaks_http_2_to_the_port_of_grpc(grpc: Rendered) -> None:
    ports = {port["name"]: port["appProtocol"] for port in grpc.named("Service", "vision")["spec"]["ports"]}
    assert ports["grpc"] == "kubernetes.io/h2c"


def test_an_ingress_leads_to_the_proxy_by_a_service_of_its_own_namespace(http: Rendered) -> None:
    alias = http.named("Service", "-interceptor")
    paths = http["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert {path["backend"]["service"]["name"] for path in paths} == {alias["metadata"]["name"]}
    assert (
        alias["spec"]["externalName"] == "keda-add-ons-http-interceptor-proxy.http-add-on.svc.cluster.local"
    )


def test_an_http_route_leads_to_the_proxy(http: Rendered) -> None:
    assert http["HTTPRoute"]["spec"]["rules"][0]["backendRefs"] == [PROXY]


def test_a_grpc_route_leads_to_the_proxy(grpc: Rendered) -> None:
    assert grpc["GRPCRoute"]["spec"]["rules"][0]["backendRefs"] == [PROXY | {"namespace": "keda"}]


def test_every_host_that_is_asked_for_is_known_to_the_proxy(http: Rendered, grpc: Rendered) -> None:
    own = ["vision-interceptor.ml", "vision-interceptor.ml.svc", "vision-interceptor.ml.svc.cluster.local"]
    assert hosts(http) == [*own, "vision.example.com", "vision.example.org", "*.vision.example.com"]
    assert hosts(grpc) == [*own, "g.example.org"]


def test_a_host_is_known_once(helm: Helm) -> None:
    found = hosts(helm.render(through(route={"hosts": ["vision.example.com"]})))
    assert len(found) == len(set(found))


def test_who_is_in_front_waits_as_long_as_the_proxy_does(http: Rendered) -> None:
    annotations = http["Ingress"]["metadata"]["annotations"]
    assert http["InterceptorRoute"]["spec"]["timeouts"] == {"readiness": "600s"}
    assert annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"] == "600"
    assert http["HTTPRoute"]["spec"]["rules"][0]["timeouts"] == {"request": "0s"}


def test_a_request_waits_until_the_rollout_counts_as_stuck(helm: Helm) -> None:
    rendered = helm.render(through(route={"readinessSeconds": None}))
    deadline = rendered["Deployment"]["spec"]["progressDeadlineSeconds"]
    assert rendered["InterceptorRoute"]["spec"]["timeouts"]["readiness"] == f"{deadline}s"


def test_a_person_may_have_the_ingress_wait_otherwise(helm: Helm) -> None:
    given = {"nginx.ingress.kubernetes.io/proxy-read-timeout": "30"}
    rendered = helm.render(through(ingress=HTTP["ingress"] | {"annotations": given}))
    assert rendered["Ingress"]["metadata"]["annotations"] == given


def test_a_route_of_nobody_makes_nothing(helm: Helm) -> None:
    values = through()
    values["autoscaling"]["owner"] = "none"
    rendered = helm.render(values)
    assert rendered.of("InterceptorRoute") == []
    assert rendered["HTTPRoute"]["spec"]["rules"][0]["backendRefs"] == [{"name": "vision", "port": 8000}]


def test_a_trigger_with_an_address_of_its_own_asks_there(helm: Helm) -> None:
    values = through()
    push = {"type": "external-push", "metadata": {"scalerAddress": "scaler.ml:9090"}}
    values["autoscaling"]["keda"]["triggers"]["other"] = push
    triggers = {each["name"]: each for each in helm.render(values)["ScaledObject"]["spec"]["triggers"]}
    assert triggers["other"]["metadata"]["scalerAddress"] == "scaler.ml:9090"


@pytest.mark.parametrize("values", [HTTP, GRPC], ids=["http", "grpc"])
def test_its_objects_are_valid_and_faultless(helm: Helm, values: dict[str, Any]) -> None:
    rendered = helm.render(values)
    known = validator("http.keda.sh/v1beta1", "InterceptorRoute", "1.36")
    assert known is not None
    assert [*known.iter_errors(rendered["InterceptorRoute"])] == []
    assert run(load_manifests(dump_all(rendered.objects), "rendered.yaml")).findings == ()


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nobody asks the add-on": (
        through(autoscaling={**HTTP["autoscaling"], "keda": {
            **HTTP["autoscaling"]["keda"], "triggers": {"a": {"type": "cron", "target": "1"}}}}),
        "needs a trigger of type external-push without scalerAddress",
    ),
    "HTTP beside gRPC": (
        through(grpcRoute=GATEWAY | {"hostnames": ["g.example.org"]}),
        "grpcRoute: autoscaling.keda.interceptorRoute leads to port http only",
    ),
    "gRPC beside HTTP": (
        through(GRPC, httpRoute=GATEWAY | {"hostnames": ["h.example.org"]}),
        "httpRoute: autoscaling.keda.interceptorRoute leads to port grpc only",
    ),
    "an Ingress to gRPC": (
        through(GRPC, ingress={"enabled": True, "host": "h.example.org"}),
        "ingress: autoscaling.keda.interceptorRoute leads to port grpc only",
    ),
    "a route of any host": (
        through(GRPC, grpcRoute=GATEWAY),
        "grpcRoute.hostnames is needed, because autoscaling.keda.interceptorRoute finds the service by its host",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_would_wake_nobody_is_refused_by_the_types(name: str) -> None:
    values, message = WRONG[name]
    with pytest.raises(ValidationError) as told:
        TritonValues.model_validate(values)
    assert message in str(told.value)


@pytest.mark.parametrize("name", WRONG)
def test_what_would_wake_nobody_is_refused_by_the_templates(helm: Helm, name: str) -> None:
    values, message = WRONG[name]
    assert message in helm.refuse(values, "triton", "--skip-schema-validation")


def test_a_grant_lets_routes_of_the_namespaces_lead_to_the_proxy_alone(helm: Helm) -> None:
    PlatformValues.model_validate(GRANT)
    grant = helm.render(GRANT, "triton-platform")["ReferenceGrant"]
    assert grant["metadata"]["namespace"] == "keda-system"
    assert {(each["kind"], each["namespace"]) for each in grant["spec"]["from"]} == {
        ("HTTPRoute", "ml"),
        ("GRPCRoute", "ml"),
    }
    assert grant["spec"]["to"] == [{"group": "", "kind": "Service", "name": PROXY["name"]}]


def test_the_grant_of_the_platform_is_what_the_route_of_the_service_needs(helm: Helm) -> None:
    allowed = {"httpAddOn": {"namespace": PROXY["namespace"], "routesFrom": {"ml": True}}}
    proxy = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": PROXY["name"], "namespace": PROXY["namespace"]},
        "spec": {"ports": [{"name": "proxy", "port": 8080}], "selector": {"app": "interceptor"}},
    }
    objects = [*helm.render(HTTP).objects, *helm.render(allowed, "triton-platform").objects, proxy]
    report = run(load_manifests(dump_all(objects), "all.yaml"), select=["NET004", "NET027"])
    assert (report.findings, report.skipped) == ((), ())


def test_without_namespaces_there_is_no_grant(helm: Helm) -> None:
    assert helm.render({}, "triton-platform").of("ReferenceGrant") == []

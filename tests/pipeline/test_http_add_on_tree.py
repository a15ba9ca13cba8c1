"""A service that KEDA's HTTP add-on wakes: every way in leads to its proxy, by Helm and by Kustomize alike."""

from __future__ import annotations

import pytest

from support.generated import by_identity, made_in
from tritonfleet import yamlio
from tritonfleet.checks import Severity
from tritonfleet.render.kustomize import build

pytestmark = pytest.mark.usefixtures("folder")

PROXY = {"name": "keda-add-ons-http-interceptor-proxy", "namespace": "scaling", "port": 8080}


@pytest.fixture
def woken(fleet):
    """The fleet with a service that sleeps: exposed by a route in prod, called from inside only in dev."""
    fleet["clusters"]["main"]["keda"] = {"namespace": "scaling", "httpAddOn": True}
    fleet["services"]["vision"]["scaling"] = {"on": "gateway", "min": 0, "gateway": {"by": "http-add-on"}}
    return fleet


def made(run, path):
    return {(o["kind"], o["metadata"]["name"]): o for o in build(run.path.parent / "kustomize" / path)}


def test_no_rule_objects(run, woken):
    found = made_in(run.path.parent, woken).findings
    assert [each for each in found if each.severity is not Severity.INFO] == []


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_it_is_the_same_by_helm_and_by_kustomize(run, woken, environment):
    rendered = by_identity(made_in(run.path.parent, woken).objects(environment))
    assert rendered == by_identity(build(run.path.parent / "kustomize" / "overlays" / environment))


def test_a_route_leads_to_the_proxy_which_knows_its_host(run, woken):
    run(woken)
    found = made(run, "overlays/prod/vision")
    assert found["HTTPRoute", "vision"]["spec"]["rules"][0]["backendRefs"] == [PROXY]
    (rule,) = found["InterceptorRoute", "vision"]["spec"]["rules"]
    assert {*found["HTTPRoute", "vision"]["spec"]["hostnames"]} < {*rule["hosts"]}


def test_clients_inside_have_a_name_for_the_proxy_that_it_knows(run, woken):
    run(woken)
    for environment in ("dev", "prod"):
        found = made(run, f"overlays/{environment}/vision")
        alias = found["Service", "vision-interceptor"]
        (rule,) = found["InterceptorRoute", "vision"]["spec"]["rules"]
        assert f"{alias['metadata']['name']}.{alias['metadata']['namespace']}" in rule["hosts"]


def test_the_proxy_reaches_the_pods(run, woken):
    run(woken)
    (inference, *_) = made(run, "overlays/prod/vision")["NetworkPolicy", "vision"]["spec"]["ingress"]
    from_keda = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "scaling"}}}
    assert from_keda in inference["from"]


def test_the_cluster_lets_the_routes_of_its_environments_in(run, woken):
    run(woken)
    (grant,) = made(run, "clusters/main").values()
    assert (grant["kind"], grant["metadata"]["namespace"]) == ("ReferenceGrant", "scaling")
    assert {each["namespace"] for each in grant["spec"]["from"]} == {"triton-dev", "triton-prod"}


def test_another_environment_is_let_in_too(run, woken):
    run(woken)
    woken["environments"]["test"] = {"cluster": "main", "namespace": "triton-test", "exclude": ["vision"]}
    run(woken)
    (grant,) = made(run, "clusters/main").values()
    assert "triton-test" in {each["namespace"] for each in grant["spec"]["from"]}


def test_argo_cd_may_apply_the_grant(run, woken):
    run(woken)
    project = yamlio.load(run.files()["kustomize/argocd/main/project.yaml"], "project.yaml")
    assert "scaling" in {destination["namespace"] for destination in project["spec"]["destinations"]}
    kinds = {entry["kind"] for entry in project["spec"]["namespaceResourceWhitelist"]}
    assert {"ReferenceGrant", "InterceptorRoute"} <= kinds

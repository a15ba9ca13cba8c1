"""Running rules: choosing them, ordering what they find, and saying what they could not decide."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts, Finding, Severity, Skipped, needs
from tritonfleet.checks.engine import choose
from tritonfleet.checks.facts import NEWEST_KUBERNETES
from tritonfleet.errors import InputError, Location
from tritonfleet.render.schemas import minors

SECRET_USER = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: Bert, namespace: prod}\n"
    "spec: {serviceAccountName: none, imagePullSecrets: [{name: s}], containers: []}\n"
)


def test_what_a_missing_fact_leaves_open_is_reported_once():
    manifests = yamlio.load_manifests(f"{SECRET_USER}---\n{SECRET_USER.replace('Bert', 'resnet')}", "f.yaml")
    report = checks.run(manifests, select=["K8S010"])
    assert report.findings == ()
    assert report.skipped == (Skipped("K8S010", needs.existing("Secret")),)


def test_a_fact_decides():
    manifests = yamlio.load_manifests(SECRET_USER, "f.yaml")
    report = checks.run(manifests, Facts(external={"Secret": ()}), select=["K8S010"])
    assert (len(report.findings), report.skipped) == (1, ())


def test_findings_come_in_the_order_of_the_file():
    manifests = yamlio.load_manifests(SECRET_USER, "f.yaml")
    facts = Facts(external={"Secret": (), "ServiceAccount": ()})
    report = checks.run(manifests, facts, select=["K8S005", "K8S010", "K8S011"])
    assert [finding.rule for finding in report.findings] == ["K8S005", "K8S011", "K8S010"]
    assert (report.objects, report.rules) == (1, ("K8S005", "K8S010", "K8S011"))


def test_rules_are_chosen_by_id_or_its_beginning():
    chosen = choose(["SCL0", "K8S004"], ["SCL002"])
    assert chosen[0] == "K8S004"
    assert {"SCL001", "SCL003"} <= set(chosen)
    assert "SCL002" not in chosen
    assert all(rule_id.startswith(("SCL0", "K8S004")) for rule_id in chosen)
    assert len(choose()) > 30


def test_an_unknown_rule_is_refused():
    with pytest.raises(InputError, match="no rule is called K9S"):
        choose(["K9S"])


def test_findings_of_other_tools_fall_into_place():
    manifests = yamlio.load_manifests(SECRET_USER, "f.yaml")
    other = Finding("GIT001", Severity.WARNING, "icon is recommended", location=Location("a.yaml", 1))
    report = checks.run(manifests, select=["K8S005"]).adding([other, other])
    assert [finding.rule for finding in report.findings] == ["GIT001", "K8S005"]


@pytest.mark.parametrize(
    "broken", ["spec: 1", "spec: {containers: 3}", "spec: {template: []}", "spec: {volumes: [x]}"]
)
@pytest.mark.parametrize(
    "kind", ["Pod", "Deployment", "Service", "Ingress", "HTTPRoute", "ServiceMonitor", "RoleBinding"]
)
def test_an_object_of_the_wrong_shape_breaks_no_rule(kind, broken):
    text = f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: bert}}\n{broken}\n"
    checks.run(yamlio.load_manifests(text, "f.yaml"), ignore=["K8S001", "K8S002"])


def test_an_unknown_cluster_is_taken_for_the_newest_that_has_schemas():
    assert minors()[-1] == NEWEST_KUBERNETES


def test_what_names_no_namespace_is_where_all_the_others_are():
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: bert}\n"
    user = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: prod}\nspec: {serviceAccountName: bert}\n"
    )
    facts = Facts(external={"ServiceAccount": ()})
    manifests = yamlio.load_manifests(f"{account}---\n{user}", "f.yaml")
    assert checks.run(manifests, facts, select=["K8S011"]).findings == ()

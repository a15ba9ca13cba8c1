"""K8S002: which kinds the API server refuses, and which only nobody here knows."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts, needs
from tritonfleet.checks.finding import Finding, Severity

CRD = """\
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
"""


def manifests(*identities: str) -> str:
    """An object of each ``apiVersion kind``."""
    pairs = [identity.split(" ") for identity in identities]
    return "".join(f"---\napiVersion: {a}\nkind: {k}\nmetadata: {{name: x}}\n" for a, k in pairs)


def findings(*identities: str, kubernetes: str | None = None, more: str = "") -> list[Finding]:
    """What the rule says about an object of each ``apiVersion kind``."""
    text = manifests(*identities) + more
    facts = Facts(kubernetes=kubernetes)
    return list(checks.run(yamlio.load_manifests(text, "f.yaml"), facts, select=["K8S002"]).findings)


@pytest.mark.parametrize(
    ("identity", "path", "message", "fix"),
    [
        (
            "apps/v1 Deploymnet",
            "kind",
            "there is no Deploymnet in apps/v1",
            "did you mean `Deployment`?",
        ),
        ("app/v1 Deployment", "apiVersion", "the API server has no app/v1", "use apps/v1"),
        ("apps/v2 Deployment", "apiVersion", "the API server has no apps/v2", "use apps/v1"),
        ("v1 Deployment", "kind", "there is no Deployment in v1", "use apps/v1"),
        (
            "networking.k8s.io/v1 Ingres",
            "kind",
            "there is no Ingres in networking.k8s.io/v1",
            "did you mean `Ingress`?",
        ),
    ],
)
def test_a_misspelt_kind_of_kubernetes_is_an_error(identity, path, message, fix):
    (finding,) = findings(identity)
    assert (finding.severity, finding.path) == (Severity.ERROR, path)
    assert (finding.message, finding.fix) == (message, fix)


def test_an_unknown_custom_resource_is_no_finding_but_said_once():
    text = manifests("example.com/v1 Widget", "example.com/v1 Widget")
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), select=["K8S002"])
    assert report.findings == ()
    assert [skipped.needs for skipped in report.skipped] == [needs.schema("example.com/v1 Widget")]


@pytest.mark.parametrize(
    ("identity", "fix"),
    [
        ("keda.sh/v1alpha1 ScaledObjct", "did you mean `ScaledObject`?"),
        ("keda.sh/v1 ScaledObject", "did you mean `keda.sh/v1alpha1`?"),
    ],
)
def test_a_custom_resource_that_is_nearly_one_that_is_known_is_no_error_yet(identity, fix):
    (finding,) = findings(identity)
    assert (finding.severity, finding.fix) == (Severity.INFO, fix)


def test_a_kind_that_the_manifests_define_is_known():
    assert findings("example.com/v1 Widget", more=CRD) == []


def test_a_version_that_is_gone_is_left_to_the_rule_about_it():
    assert findings("autoscaling/v2beta2 HorizontalPodAutoscaler", "cert-manager.io/v1alpha2 Issuer") == []


def test_a_kind_that_came_later_is_an_error_where_the_version_is_known():
    (finding,) = findings("resource.k8s.io/v1 DeviceClass", kubernetes="1.33")
    assert finding.severity is Severity.ERROR
    assert "of the versions known here 1.34 to 1.37 have it" in finding.message
    assert findings("resource.k8s.io/v1 DeviceClass", kubernetes="1.34") == []


def test_a_kind_that_the_newest_lacks_is_a_warning_while_the_version_is_unknown():
    (finding,) = findings("scheduling.k8s.io/v1alpha1 Workload")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "identity", ["v1 Config", "eksctl.io/v1alpha5 ClusterConfig", "kind.x-k8s.io/v1alpha4 Cluster"]
)
def test_what_other_tools_read_is_no_misspelt_object(identity):
    assert findings(identity) == []


@pytest.mark.parametrize(
    "identity", ["kustomize.config.k8s.io/v1beta1 Kustomization", "builtin LabelTransformer"]
)
def test_what_kustomize_reads_is_no_object_of_a_cluster(identity):
    assert findings(identity) == []

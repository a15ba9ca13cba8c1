"""What controllers make is there, and what nearly has the name of something here is a slip of it."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts

POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: bert, namespace: prod}}
spec:
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    env: [{{name: KEY, valueFrom: {{secretKeyRef: {{name: keys, key: {key}}}}}}}]
---
"""
EXTERNAL = """\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: keys, namespace: prod}
spec:
  data: [{secretKey: model, remoteRef: {key: triton}}]
"""
SEALED = """\
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: keys, namespace: prod}
spec: {encryptedData: {model: AgBy3i4OJSWK}}
"""
VAULT = """\
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata: {name: any, namespace: prod}
spec: {destination: {name: keys}}
"""
NONE_OUTSIDE = Facts(external={"Secret": ()})


def said(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), facts, select=[rule])
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize("maker", [EXTERNAL, SEALED, VAULT])
def test_a_secret_that_a_controller_makes_exists(maker):
    assert said("K8S010", POD.format(key="model") + maker, NONE_OUTSIDE) == []


@pytest.mark.parametrize("maker", [EXTERNAL, SEALED])
def test_its_keys_are_those_that_are_fetched(maker):
    assert said("K8S010", POD.format(key="modle") + maker, NONE_OUTSIDE) == [
        "Secret `keys` has no key `modle`"
    ]


def test_keys_out_of_a_template_are_not_known():
    templated = EXTERNAL.replace("spec:\n", "spec:\n  target: {template: {data: {other: x}}}\n")
    assert said("K8S010", POD.format(key="modle") + templated, NONE_OUTSIDE) == []


def test_keys_of_a_vault_secret_are_not_known():
    assert said("K8S010", POD.format(key="modle") + VAULT, NONE_OUTSIDE) == []


POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: bert, namespace: prod}}
spec:
  podSelector: {{}}
  ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {name}}}}}}}]}}]
---
apiVersion: v1
kind: Namespace
metadata: {{name: monitoring}}
"""


def test_a_namespace_that_is_nearly_one_here_is_a_slip():
    assert said("NET033", POLICY.format(name="monitring")) == ["there is no namespace `monitring` here"]


@pytest.mark.parametrize("name", ["monitoring", "web", "observability", "monitoring-2"])
def test_another_namespace_is_none(name):
    assert said("NET033", POLICY.format(name=name)) == []


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: bert, namespace: prod}\nspec: {ports: [PORT]}\n"


def test_a_service_whose_endpoints_are_made_by_hand_needs_no_selector():
    assert said("NET042", SERVICE.replace("PORT", "{port: 80, targetPort: 8000}")) == []
    slice_ = (
        "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\naddressType: IPv4\nendpoints: []\n"
        "metadata: {name: bert-1, namespace: prod, labels: {kubernetes.io/service-name: bert}}\n"
    )
    assert said("NET042", SERVICE.replace("PORT", "{port: 80, targetPort: http}") + slice_) == []


def test_a_volume_that_one_container_writes_may_be_read_only_for_another():
    pod = """\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers: [{name: fetch, image: "fetch:1", volumeMounts: [{name: models, mountPath: /models}]}]
  containers: [{name: triton, image: "triton:1", volumeMounts: [{name: models, mountPath: /models, readOnly: true}]}]
  volumes: [{name: models, emptyDir: {}}]
"""
    assert said("K8S084", pod) == []

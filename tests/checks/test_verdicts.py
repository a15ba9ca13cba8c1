"""The cases of each rule that its two examples do not show."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]
"""


def said(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """The findings as ``path: message``."""
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), facts, select=[rule])
    return [f"{finding.path}: {finding.message}" for finding in report.findings]


def pod(spec: str) -> str:
    body = "".join(f"  {line}\n" for line in spec.splitlines())
    return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: bert, namespace: prod}}\nspec:\n{body}"


def budget(bound: str, deployment: str = DEPLOYMENT) -> str:
    head = "apiVersion: policy/v1\nkind: PodDisruptionBudget\n"
    head += "metadata: {name: bert, namespace: prod}\n"
    return f"{deployment}---\n{head}spec: {{{bound}, selector: {{matchLabels: {{app: bert}}}}}}\n"


def scaled(minimum: str) -> str:
    target = "{apiVersion: apps/v1, kind: Deployment, name: bert}"
    return (
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
        "metadata: {name: bert, namespace: prod}\n"
        f"spec: {{scaleTargetRef: {target}, maxReplicas: 8{minimum}}}\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: Bert", "`Bert` is no valid name here: expected lower-case letters"),
        ("name: -bert", "`-bert` is no valid name here"),
        ("name: " + "b" * 254, "at most 253 characters"),
        ("name: bert, namespace: a.b", "`a.b` is no valid name here"),
    ],
)
def test_names_that_kubernetes_refuses(text, message):
    found = said("K8S005", f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{{text}}}\n")
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize("name", ["metrics-for-prometheus", "8002", "a--b", "Http"])
def test_port_names_that_kubernetes_refuses(name):
    text = pod(f"containers: [{{name: triton, image: t, ports: [{{name: '{name}', containerPort: 1}}]}}]")
    assert [line.split(":")[0] for line in said("K8S005", text)] == ["spec.containers[0].ports[0].name"]


def test_an_unused_volume_is_a_warning():
    report = checks.run(
        yamlio.load_manifests(pod("containers: []\nvolumes: [{name: shm, emptyDir: {}}]"), "f"),
        select=["K8S007"],
    )
    assert [(f.severity, f.message) for f in report.findings] == [
        ("warning", "volume `shm` is mounted nowhere")
    ]


def test_a_claim_template_is_a_volume():
    text = (
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n"
        "  volumeClaimTemplates: [{metadata: {name: models}}]\n"
        "  template: {spec: {containers: [{name: t, volumeMounts: [{name: models, mountPath: /m}]}]}}\n"
    )
    assert said("K8S007", text) == []


@pytest.mark.parametrize(
    "source",
    [
        "containers: [{name: t, env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: a}}}]}]",
        "containers: [{name: t, envFrom: [{configMapRef: {name: none}}]}]",
        "initContainers: [{name: t, envFrom: [{configMapRef: {name: none}}]}]\ncontainers: []",
        "containers: []\nvolumes: [{name: v, configMap: {name: none}}]",
        "containers: []\nvolumes: [{name: v, projected: {sources: [{configMap: {name: none}}]}}]",
    ],
)
def test_a_config_map_is_looked_for_wherever_a_pod_can_name_it(source):
    (found,) = said("K8S009", pod(source), Facts(external={"ConfigMap": ()}))
    assert "there is no ConfigMap `none` in namespace prod" in found


def test_an_absent_object_proves_nothing_where_there_is_none_of_its_kind():
    """A chart may well name what another one makes."""
    report = checks.run(
        yamlio.load_manifests(pod("serviceAccountName: bert\ncontainers: []"), "f.yaml"), select=["K8S011"]
    )
    assert report.findings == ()
    assert [skipped.rule for skipped in report.skipped] == ["K8S011"]


def test_an_absent_object_is_a_mistake_beside_others_of_its_kind():
    text = pod("serviceAccountName: bert\ncontainers: []") + (
        "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: resnet, namespace: prod}\n"
    )
    assert len(said("K8S011", text)) == 1


def test_a_misspelt_reference_gets_a_suggestion():
    text = pod("serviceAccountName: bret\ncontainers: []") + (
        "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: bert, namespace: prod}\n"
    )
    (finding,) = checks.run(yamlio.load_manifests(text, "f.yaml"), select=["K8S011"]).findings
    assert finding.fix == "did you mean `bert`?"
    assert str(finding.location) == "f.yaml:5:3"


def test_an_object_of_another_namespace_does_not_count():
    text = pod("serviceAccountName: bert\ncontainers: []") + (
        "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: bert, namespace: dev}\n"
    )
    assert said("K8S011", text) == [
        "spec.serviceAccountName: there is no ServiceAccount `bert` in namespace prod"
    ]


@pytest.mark.parametrize("names", [{"prod/registry"}, {"registry"}])
def test_an_external_object_is_named_with_or_without_its_namespace(names):
    text = pod("imagePullSecrets: [{name: registry}]\ncontainers: []")
    assert said("K8S010", text, Facts(external={"Secret": names})) == []


def test_a_key_of_a_known_secret_is_checked_without_facts():
    text = pod("containers: [{name: t, env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: b}}}]}]") + (
        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: prod}\nstringData: {a: x}\n"
    )
    assert said("K8S010", text) == [
        "spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret `s` has no key `b`"
    ]


@pytest.mark.parametrize(
    "text",
    [
        budget("minAvailable: 1"),
        budget("maxUnavailable: 0"),
        budget("minAvailable: 100%"),
        budget("maxUnavailable: 0%"),
        budget("minAvailable: 2") + scaled(", minReplicas: 2"),
        budget("minAvailable: 51%") + scaled(", minReplicas: 1"),
    ],
)
def test_a_budget_that_blocks_every_drain(text):
    (found,) = said("K8S015", text)
    assert "allows no disruption at all" in found


@pytest.mark.parametrize(
    "text",
    [
        budget("maxUnavailable: 1"),
        budget("maxUnavailable: 10%"),
        budget("minAvailable: 1") + scaled(", minReplicas: 2"),
        budget("minAvailable: 50%") + scaled(", minReplicas: 2"),
        budget(
            "minAvailable: 1", DEPLOYMENT.replace("spec:\n  selector", "spec:\n  replicas: 3\n  selector")
        ),
    ],
)
def test_a_budget_that_lets_one_pod_move(text):
    assert said("K8S015", text) == []


def test_a_second_budget_for_the_same_pods():
    second = budget("maxUnavailable: 1", "").removeprefix("---\n").replace("name: bert,", "name: again,")
    assert said("K8S016", f"{budget('maxUnavailable: 1')}---\n{second}") == [
        "spec.selector: the pods of Deployment prod/bert have another budget already, "
        "PodDisruptionBudget prod/bert"
    ]


def test_a_service_over_two_workloads_is_a_warning():
    canary = DEPLOYMENT.replace("name: bert,", "name: canary,")
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: bert, namespace: prod}\n"
    service += "spec: {selector: {app: bert}}\n"
    (finding,) = checks.run(
        yamlio.load_manifests(f"{DEPLOYMENT}---\n{canary}---\n{service}", "f"), select=["NET001"]
    ).findings
    assert (finding.severity, "2 workloads" in finding.message) == ("warning", True)


def test_a_service_that_needs_no_pods():
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: out, namespace: prod}\nspec: {type: ExternalName}\n"
    )
    assert said("NET001", service) == []


def test_an_ingress_backend_by_port_name():
    text = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: http, port: 80}]}\n---\n"
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\n"
        "spec: {defaultBackend: {service: {name: s, port: {name: grpc}}}}\n"
    )
    assert said("NET003", text) == ["spec.defaultBackend.service.port.name: Service s has no port grpc"]


def test_a_monitor_that_looks_in_every_namespace():
    text = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: prod, labels: {app: bert}}\n"
        "spec: {ports: [{name: metrics, port: 8002}]}\n---\n"
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n"
        "metadata: {name: m, namespace: monitoring}\n"
        "spec: {namespaceSelector: {any: true}, selector: {matchLabels: {app: bert}},\n"
        "  endpoints: [{port: metrics}]}\n"
    )
    assert said("MON001", text) == []
    assert said("MON001", text.replace("namespaceSelector: {any: true}, ", "")) != []


def test_keda_makes_an_autoscaler_of_its_own():
    keda = (
        "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: bert, namespace: prod}\n"
        "spec: {scaleTargetRef: {name: bert}}\n"
    )
    assert said("SCL002", DEPLOYMENT + scaled("") + keda) == [
        "spec.scaleTargetRef.name: Deployment bert is scaled by HorizontalPodAutoscaler prod/bert already"
    ]


PROJECT = """\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["https://git.example.com/team/*"]
  destinations:
  - {server: "https://kubernetes.default.svc", namespace: "triton-*"}
  - {name: gpu, namespace: "!kube-*"}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec: {project: triton, source: {repoURL: REPO}, destination: DESTINATION}
"""
HERE = "{name: in-cluster, namespace: triton-prod}"


@pytest.mark.parametrize(
    ("repo", "destination", "permitted"),
    [
        ("https://git.example.com/team/fleet.git", HERE, True),
        ("https://git.example.com/Team/fleet", HERE, True),
        ("https://git.example.com/team/deeper/fleet", HERE, False),
        ("https://elsewhere.example.com/team/fleet", HERE, False),
        ("https://git.example.com/team/fleet", "{name: in-cluster, namespace: prod}", False),
        ("https://git.example.com/team/fleet", "{name: gpu, namespace: prod}", True),
        ("https://git.example.com/team/fleet", "{name: gpu, namespace: kube-system}", False),
        ("https://git.example.com/team/fleet", "{name: other, namespace: prod}", False),
    ],
)
def test_what_a_project_permits(repo, destination, permitted):
    text = PROJECT.replace("REPO", repo).replace("DESTINATION", destination)
    assert (said("GIT003", text) == []) is permitted


@pytest.mark.parametrize(("repo", "permitted"), [("team/secret", False), ("elsewhere/fleet", True)])
def test_a_project_that_denies_a_repository_permits_every_other(repo, permitted):
    text = (
        PROJECT.replace("team/*", "team/secret").replace('["https', '["!https').replace("DESTINATION", HERE)
    )
    assert (said("GIT003", text.replace("REPO", f"https://git.example.com/{repo}")) == []) is permitted

"""The rules on how dcgm-exporter is set up and scraped, and on who shows dashboards, where examples do not reach."""

from __future__ import annotations

from typing import Any

import pytest
from watched_clusters import findings

BY_POD = {
    "apiVersion": "monitoring.coreos.com/v1",
    "kind": "PrometheusRule",
    "metadata": {"name": "gpus", "namespace": "prod"},
    "spec": {
        "groups": [
            {
                "name": "gpus",
                "rules": [
                    {"alert": "Full", "expr": "max by (pod) (DCGM_FI_DEV_FB_USED) > 70000", "for": "5m"}
                ],
            }
        ]
    },
}
LABELS = {"app": "dcgm-exporter"}


def exporter(
    version: str = "4.5.3-4.8.2-distroless", pod: dict[str, Any] | None = None, **env: str
) -> dict[str, Any]:
    container = {
        "name": "exporter",
        "image": f"nvcr.io/nvidia/k8s/dcgm-exporter:{version}",
        "env": [{"name": name, "value": value} for name, value in env.items()],
        "ports": [{"name": "metrics", "containerPort": 9400}],
    }
    template = {"metadata": {"labels": LABELS}, "spec": {"containers": [container], **(pod or {})}}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "dcgm-exporter", "namespace": "gpu"},
        "spec": {"selector": {"matchLabels": LABELS}, "template": template},
    }


def policy(**own: Any) -> dict[str, Any]:
    metadata = {"name": "cluster-policy"}
    spec = {"dcgmExporter": own}
    return {"apiVersion": "nvidia.com/v1", "kind": "ClusterPolicy", "metadata": metadata, "spec": spec}


def monitor(
    *relabelings: dict[str, Any], selector: dict[str, str] = LABELS, home: str = "gpu"
) -> dict[str, Any]:
    endpoint = {"port": "metrics", "honorLabels": True, "relabelings": [*relabelings]}
    spec = {
        "namespaceSelector": {"matchNames": [home]},
        "selector": {"matchLabels": selector},
        "podMetricsEndpoints": [endpoint],
    }
    metadata = {"name": "dcgm", "namespace": "monitoring"}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PodMonitor",
        "metadata": metadata,
        "spec": spec,
    }


def grafana(kind: str, namespace: str, labels: dict[str, str] | None = None, **spec: Any) -> dict[str, Any]:
    metadata = {"name": "triton", "namespace": namespace, **({"labels": labels} if labels else {})}
    version = "grafana.integreatly.org/v1beta1"
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}


def said(rule: str, *objects: dict[str, Any]) -> list[str]:
    return [line for line in findings(*objects) if line.startswith(rule)]


def test_idle_gpus_count_as_the_exporters_where_its_pod_is_kept():
    assert said("MON406", exporter(), monitor(), BY_POD)


@pytest.mark.parametrize(
    "step",
    [
        {"action": "labeldrop", "regex": "pod"},
        {"action": "labelkeep", "regex": "__.*|job|instance"},
        {"action": "LabelDrop", "regex": "po.*"},
        {"sourceLabels": ["pod"], "targetLabel": "pod", "replacement": ""},
        {"action": "labeldrop", "regex": "("},
    ],
    ids=["dropped", "not kept", "dropped by a pattern", "emptied", "a step that cannot be told"],
)
def test_idle_gpus_have_no_pod_where_the_exporters_goes_first(step):
    assert said("MON406", exporter(), monitor(step), BY_POD) == []


def test_what_is_scraped_without_its_labels_is_another_rules():
    plain = monitor()
    del plain["spec"]["podMetricsEndpoints"][0]["honorLabels"]
    assert said("MON406", exporter(), plain, BY_POD) == []


@pytest.mark.parametrize(
    "pod", [{}, {"hostPID": True, "automountServiceAccountToken": False}], ids=["no /proc", "no pods"]
)
def test_sharers_have_nothing_where_the_exporter_cannot_tell_their_processes(pod):
    assert said("MON407", exporter(pod=pod, KUBERNETES_VIRTUAL_GPUS="true"))


@pytest.mark.parametrize(
    "shown",
    [
        exporter(pod={"hostPID": True}, KUBERNETES_VIRTUAL_GPUS="true"),
        exporter("4.5.2-4.8.1-distroless", KUBERNETES_VIRTUAL_GPUS="true"),
        exporter("latest", KUBERNETES_VIRTUAL_GPUS="true"),
        exporter(),
        policy(env=[{"name": "KUBERNETES_VIRTUAL_GPUS", "value": "true"}]),
    ],
    ids=["it may", "an earlier release", "an unknown release", "no shares", "a policy without a release"],
)
def test_sharers_are_told_apart_or_nobody_can_know(shown):
    assert said("MON407", shown) == []


def test_a_policy_must_let_the_exporter_read_pods():
    shares = [{"name": "KUBERNETES_VIRTUAL_GPUS", "value": "true"}]
    release = {"version": "4.6.0-4.8.3-distroless", "env": shares, "hostPID": True}
    assert said("MON407", policy(**release))
    assert said("MON407", policy(**release, enablePodLabels=True)) == []


def test_claims_are_not_looked_behind_beside_shares():
    assert said("MON408", exporter(KUBERNETES_VIRTUAL_GPUS="true", KUBERNETES_ENABLE_DRA="true"))
    assert said("MON408", exporter(KUBERNETES_VIRTUAL_GPUS="false", KUBERNETES_ENABLE_DRA="true")) == []


def test_other_operators_dashboards_may_have_two_folders():
    other = grafana("GrafanaDashboard", "m", folder="a", folderRef="b") | {"apiVersion": "example.com/v1"}
    assert said("MON409", other) == []


def test_a_grafana_in_another_namespace_needs_leave():
    shown = grafana("Grafana", "grafana", {"dashboards": "grafana"})
    selector = {"matchLabels": {"dashboards": "grafana"}}
    assert said("MON410", shown, grafana("GrafanaDashboard", "ml", instanceSelector=selector))
    given = grafana("GrafanaDashboard", "ml", instanceSelector=selector, allowCrossNamespaceImport=True)
    assert said("MON410", shown, given) == []


def test_a_grafana_may_lie_outside_the_manifests():
    assert (
        said("MON410", grafana("GrafanaDashboard", "ml", instanceSelector={"matchLabels": {"a": "b"}})) == []
    )


@pytest.mark.parametrize(
    ("selector", "home", "twice"),
    [
        ({"app": "nvidia-dcgm-exporter"}, "gpu-operator", True),
        ({"app": "nvidia-dcgm-exporter"}, "elsewhere", False),
        ({"app": "dcgm-exporter"}, "gpu-operator", False),
    ],
    ids=["the operator's", "another namespace", "another exporter"],
)
def test_the_operators_exporter_is_scraped_twice_by_a_monitor_for_it(selector, home, twice):
    scraped = policy(serviceMonitor={"enabled": True})
    assert bool(said("MON411", scraped, monitor(selector=selector, home=home))) == twice

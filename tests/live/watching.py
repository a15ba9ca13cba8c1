"""What Prometheus is told: to scrape as the generated monitors say, and to evaluate the generated rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.fleet import NAMESPACE, SERVICE, Generated
from support.prometheus import Settings
from support.tritonserver import Server
from tritonfleet.metrics import target_labels


def scrapes(tree: Generated, servers: Mapping[str, Server], around: str) -> list[Settings]:
    """What Prometheus Operator would write of the generated monitors, and of those of others' charts."""
    monitor, dcgm = tree.of("ServiceMonitor"), tree.of("ServiceMonitor", "tritonfleet-dcgm-exporter")
    pods = {
        f"127.0.0.1:{server.metrics_port}": _attached(tree, monitor, pod) for pod, server in servers.items()
    }
    node = {
        around: {
            "__meta_kubernetes_pod_node_name": "gpu-1",
            "pod": "dcgm-exporter-x",
            "namespace": "gpu-operator",
        }
    }
    gpus = _static("dcgm-exporter", dcgm, node) | {"metrics_path": "/dcgm-exporter"}
    return [
        _static("triton", monitor, pods),
        gpus,
        # prometheus-community/helm-charts:charts/kube-prometheus-stack/values.yaml, kube-state-metrics.honorLabels
        _other("kube-state-metrics", around, "monitoring", honor_labels=True),
        # kedacore/charts:keda/templates/manager/servicemonitor.yaml says nothing of honorLabels
        _other("keda", around, "keda", honor_labels=False),
        _other("kserve", around, NAMESPACE, honor_labels=False),
        _other("knative", around, NAMESPACE, honor_labels=False),
    ]


def rule_groups(tree: Generated) -> list[Settings]:
    """The generated rules, which neither wait for their interval nor for an alert's time."""
    groups = [group for rules in tree.named("PrometheusRule") for group in rules["spec"]["groups"]]
    return [
        {
            "name": group["name"],
            "rules": [{k: v for k, v in rule.items() if k != "for"} for rule in group["rules"]],
        }
        for group in groups
    ]


def _attached(tree: Generated, monitor: Mapping[str, Any], pod: str) -> dict[str, str]:
    """The labels that a ServiceMonitor's target always gets, as the catalogue has them."""
    spec, service = monitor["spec"], tree.of("Service", f"{SERVICE}-metrics")
    (endpoint,) = spec["endpoints"]
    (container,) = tree.of("Deployment")["spec"]["template"]["spec"]["containers"]
    known = {
        "namespace": service["metadata"]["namespace"],
        "service": service["metadata"]["name"],
        "pod": pod,
        "container": container["name"],
        "endpoint": endpoint["port"],
        "job": service["metadata"]["labels"][spec["jobLabel"]],
        "instance": f"{pod}:8002",
    }
    return {name: known[name] for name, label in target_labels("ServiceMonitor").items() if label.always}


def _other(name: str, address: str, namespace: str, *, honor_labels: bool) -> Settings:
    labels = {"namespace": namespace, "pod": f"{name}-0"}
    where = [{"targets": [address], "labels": labels}]
    return {
        "job_name": name,
        "honor_labels": honor_labels,
        "metrics_path": f"/{name}",
        "static_configs": where,
    }


def _static(name: str, monitor: Mapping[str, Any], targets: Mapping[str, Mapping[str, str]]) -> Settings:
    """What the Prometheus operator makes of a ServiceMonitor's endpoint, with targets that are known beforehand.

    ``targets``: address → labels of the target, the attached ones and those that relabelling reads (``__meta_…``).
    """
    (endpoint,) = monitor["spec"]["endpoints"]
    return {
        "job_name": name,
        "honor_labels": endpoint["honorLabels"],
        "metrics_path": endpoint["path"],
        "static_configs": [{"targets": [where], "labels": dict(own)} for where, own in targets.items()],
        "relabel_configs": [_relabelling(step) for step in endpoint.get("relabelings", ())],
        "metric_relabel_configs": [_relabelling(step) for step in endpoint.get("metricRelabelings", ())],
    }


def _relabelling(step: Mapping[str, Any]) -> Settings:
    names = {"sourceLabels": "source_labels", "targetLabel": "target_label"}
    return {names.get(key, key): value for key, value in step.items()}

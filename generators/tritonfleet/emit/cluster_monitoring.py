"""What watches a cluster: values of charts/triton-platform for what the cluster needs once."""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.dcgm import counters_name, interval, is_measured, is_scraped
from tritonfleet.emit.gpu.groups import gpu_groups
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.monitoring import Grafana, Prometheus

Values = dict[str, Any]

_CHART_LABELS = {"app.kubernetes.io/name": "dcgm-exporter"}
"""Of the Service and the pods of dcgm-exporter's own chart, and its port. The operator's are the default of ours.

Source: NVIDIA/dcgm-exporter:deployment/templates/{_helpers.tpl,service.yaml} (4.5.3-4.8.2).
"""
_CHART_PORT = "metrics"


def has_monitoring(cluster: Cluster) -> bool:
    """Whether something is made to watch the cluster."""
    return cluster.prometheus is not None


def cluster_monitoring_values(cluster: Cluster, runbooks: str | None) -> Values:
    """Values beside those of the GPUs; empty without Prometheus. ``runbooks``: where they are published.

    All lies in Prometheus' namespace: it looks there however its selectors of namespaces are set.
    """
    prometheus = cluster.prometheus
    if prometheus is None:
        return {}
    values: Values = {
        "monitoring": {
            "namespace": prometheus.namespace,
            "rules": _rules(cluster, prometheus, runbooks),
            "dcgm": _dcgm(cluster, prometheus),
        }
    }
    if cluster.grafana:
        values["dashboards"] = {"namespace": prometheus.namespace, **_dashboards(cluster.grafana)}
    return values


def _rules(cluster: Cluster, prometheus: Prometheus, runbooks: str | None) -> Values:
    from tritonfleet.alerts import Scope, blind_alerts

    return {
        "enabled": True,
        "labels": dict(prometheus.selected_rule_labels or {}),
        "runbooks": runbooks,
        "gpu": bool(gpu_groups(cluster)),
        "keda": cluster.keda is not None,
        "without": dict.fromkeys(blind_alerts(Scope.CLUSTER, _releases(cluster)), True),
    }


def _releases(cluster: Cluster) -> dict[str, str]:
    """Exporter → release, by its name in catalog/metrics; empty where the fleet does not say."""
    versions = cluster.versions
    return {"keda": versions.keda or "", "dcgm-exporter": versions.dcgm_exporter or ""}


def _dcgm(cluster: Cluster, prometheus: Prometheus) -> Values:
    if not is_measured(cluster):
        return {}
    values: Values = {"counters": {"enabled": True, "name": counters_name()}}
    if is_scraped(cluster):
        values["monitor"] = _monitor(cluster, prometheus)
    return values


def _monitor(cluster: Cluster, prometheus: Prometheus) -> Values:
    by_chart = cluster.gpu_stack.installed_by == "device-plugin"
    return {
        "kind": prometheus.monitors,
        "labels": dict(prometheus.monitor_labels or {}),
        "interval": _duration(interval(cluster)),
        **({"selector": _CHART_LABELS, "port": _CHART_PORT} if by_chart else {}),
    }


def _duration(milliseconds: int) -> str:
    return f"{milliseconds}ms" if milliseconds % 1000 else f"{milliseconds // 1000}s"


def _dashboards(grafana: Grafana) -> Values:
    if grafana.operator:
        selector = dict(grafana.operator.instance_selector)
        return {"operator": {"enabled": True, "instanceSelector": selector, "folder": grafana.folder}}
    sidecar = grafana.sidecar.model_dump() if grafana.sidecar else {}
    return {"sidecar": {"enabled": True, **sidecar, "folder": grafana.folder}}

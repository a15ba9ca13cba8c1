"""Manifests about monitoring, and what the rules say about them."""

from __future__ import annotations

import json
from typing import Any

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts
from tritonfleet.checks.promql import Query, queries
from tritonfleet.checks.world import World


def said(rule: str, *documents: str, facts: Facts | None = None) -> list[str]:
    """The findings of one rule as ``severity message``."""
    report = checks.run(manifests(*documents), facts, select=[rule])
    return [f"{finding.severity} {finding.message}" for finding in report.findings]


def fixes(rule: str, *documents: str, facts: Facts | None = None) -> list[str]:
    """How the findings of one rule are mended."""
    return [finding.fix for finding in checks.run(manifests(*documents), facts, select=[rule]).findings]


def needs(rule: str, *documents: str, facts: Facts | None = None) -> list[str]:
    """The facts that one rule asks for."""
    return [skipped.needs for skipped in checks.run(manifests(*documents), facts, select=[rule]).skipped]


def manifests(*documents: str) -> list[yamlio.Manifest]:
    """The objects of several documents."""
    return yamlio.load_manifests("---\n".join(documents), "f.yaml")


def found(*documents: str) -> list[Query]:
    """The queries of several documents."""
    return World(manifests(*documents)).derived(queries)


def alert(expression: str, name: str = "Slow", more: str = "for: 5m") -> str:
    """A PrometheusRule with one alert."""
    return f"""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{name: rules, namespace: prod, labels: {{release: kps}}}}
spec:
  groups:
  - name: bert
    rules:
    - alert: {name}
      expr: {json.dumps(expression)}
      {more}
"""


def record(name: str, expression: str) -> str:
    """A PrometheusRule with one record."""
    return f"""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{name: records, namespace: prod}}
spec: {{groups: [{{name: records, rules: [{{record: "{name}", expr: {json.dumps(expression)}}}]}}]}}
"""


def scaled(query: str, address: str = "http://prometheus.monitoring:9090") -> str:
    """A ScaledObject with one prometheus trigger."""
    return f"""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: bert, namespace: prod}}
spec:
  scaleTargetRef: {{name: bert}}
  triggers:
  - type: prometheus
    metadata: {{serverAddress: "{address}", threshold: "5", query: {json.dumps(query)}}}
"""


def server(
    arguments: str = "", tag: str = "25.08", ports: str = "{name: metrics, containerPort: 8002}"
) -> str:
    """A Deployment that runs Triton."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: bert, namespace: prod}}
spec:
  selector: {{matchLabels: {{app: bert}}}}
  template:
    metadata: {{labels: {{app: bert}}}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:{tag}-py3
        args: [tritonserver, --model-repository=/models{arguments}]
        ports: [{ports}]
"""


def service(
    name: str = "bert", port: str = "{name: metrics, port: 8002}", labels: str = "{app: bert}"
) -> str:
    """A Service of the pods of ``server``."""
    return f"""\
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: prod, labels: {labels}}}
spec: {{selector: {{app: bert}}, ports: [{port}]}}
"""


def service_monitor(endpoint: str = "{port: metrics}", selector: str = "{app: bert}", more: str = "") -> str:
    """A ServiceMonitor of ``service``."""
    return f"""\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {{name: watch, namespace: prod}}
spec: {{{more}selector: {{matchLabels: {selector}}}, endpoints: [{endpoint}]}}
"""


def pod_monitor(endpoint: str = "{port: metrics}", selector: str = "{app: bert}", name: str = "watch") -> str:
    """A PodMonitor of ``server``."""
    return f"""\
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {{name: {name}, namespace: prod}}
spec: {{selector: {{matchLabels: {selector}}}, podMetricsEndpoints: [{endpoint}]}}
"""


def dashboard(*panels: dict[str, Any], variables: tuple[dict[str, Any], ...] = (), **more: Any) -> str:
    """A dashboard for Grafana's sidecar. ``more``: fields of the dashboard."""
    datasource = {"name": "datasource", "type": "datasource", "query": "prometheus"}
    data = {"uid": "bert", "title": "Bert", "panels": list(panels), **more}
    data["templating"] = {"list": [datasource, *variables]}
    text = "\n".join(f"    {line}" for line in json.dumps(data, indent=2).splitlines())
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: dashboard, namespace: monitoring, labels: {{grafana_dashboard: "1"}}}}
data:
  bert.json: |
{text}
"""


def panel(expression: str, **more: Any) -> dict[str, Any]:
    """A panel with one query. ``more``: fields of the panel."""
    source = {"type": "prometheus", "uid": "${datasource}"}
    target = {"refId": "A", "expr": expression, "datasource": source}
    return {"id": 1, "type": "timeseries", "title": "Latency", "targets": [target], **more}


DCGM = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec:
      containers:
      - name: exporter
        image: nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless
        ports: [{name: metrics, containerPort: 9400}]
"""

"""MON141: which job a scrape has, by what the monitor and the labels say."""

from __future__ import annotations

import pytest

from tritonfleet.checks import run
from tritonfleet.yamlio import load_manifests

OBJECTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert, team: nlp}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: v1
kind: Service
metadata: {name: bert-metrics, namespace: prod, labels: {app: bert, team: ml}}
spec: {selector: {app: bert}, ports: [{name: metrics, port: 8002, targetPort: metrics}]}
---
apiVersion: monitoring.coreos.com/v1
kind: KIND
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, MONITOR}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertFails
      expr: sum(rate(nv_inference_request_failure{namespace="prod", job="JOB"}[5m])) > 0.1
      for: 5m
"""
SERVICE = "endpoints: [{port: metrics}]"
PODS = "podMetricsEndpoints: [{port: metrics}]"
RENAMED = "endpoints: [{port: metrics, relabelings: [{targetLabel: job, replacement: bert}]}]"


def told(kind: str, monitor: str, job: str) -> list[str]:
    text = OBJECTS.replace("KIND", kind).replace("MONITOR", monitor).replace("JOB", job)
    report = run(load_manifests(text, "bert.yaml"))
    return [finding.message for finding in report.findings if finding.rule == "MON141"]


@pytest.mark.parametrize(
    ("kind", "monitor", "job"),
    [
        ("ServiceMonitor", SERVICE, "bert-metrics"),
        ("ServiceMonitor", f"jobLabel: team, {SERVICE}", "ml"),
        ("ServiceMonitor", f"jobLabel: missing, {SERVICE}", "bert-metrics"),
        ("ServiceMonitor", RENAMED, "bert"),
        ("PodMonitor", PODS, "prod/bert"),
        ("PodMonitor", f"jobLabel: team, {PODS}", "nlp"),
    ],
)
def test_a_scrape_is_called_as_the_operator_calls_it(kind, monitor, job):
    assert told(kind, monitor, job) == []


@pytest.mark.parametrize(
    ("kind", "monitor", "called"),
    [
        ("ServiceMonitor", SERVICE, "bert-metrics"),
        ("ServiceMonitor", f"jobLabel: team, {SERVICE}", "ml"),
        ("PodMonitor", PODS, "prod/bert"),
    ],
)
def test_a_query_that_calls_it_otherwise_is_told_the_name(kind, monitor, called):
    (message,) = told(kind, monitor, "bert")
    assert f'calls this scrape "{called}"' in message


def test_a_job_that_nothing_here_resembles_may_be_scraped_by_others():
    assert told("ServiceMonitor", SERVICE, "billing") == []

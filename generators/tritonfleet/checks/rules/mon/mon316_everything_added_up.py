"""MON316: a dashboard can show one service."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import SERVERS, boards
from tritonfleet.checks.promql import Use
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_TARGET = frozenset(
    {
        "job", "namespace", "exported_namespace", "kubernetes_namespace", "service", "exported_service", "pod",
        "exported_pod", "kubernetes_pod_name", "instance", "exported_instance", "container", "app", "deployment",
        "endpoint", "model", "model_name", "cluster", "hostname", "host", "node",
    }
)  # fmt: skip


def check(world: World) -> Verdicts:
    for board in boards(world):
        uses = [known.use for known in board.uses if known.metric.exporter in SERVERS]
        if uses and not any(map(_chooses, uses)) and not board.dashboard.data.get("repeat"):
            path = board.uses[0].query.within[:-1]
            yield board.dashboard.breach(path, "nothing in the dashboard chooses a service or a model")


def _chooses(use: Use) -> bool:
    """Whether only some series are asked for, or they are told apart."""
    if any(matcher.label in _TARGET for matcher in use.selector.matchers):
        return True
    grouped = [each for each in use.aggregations if each.labels]
    return bool(grouped) or not use.aggregations


RULE = Rule(
    id="MON316",
    title="A dashboard adds up all services",
    severity=Severity.INFO,
    why="Every query sums the series of all servers that Prometheus scrapes. With a second service the "
    "numbers are those of none: a slow one hides behind a busy quick one.",
    fix="add variables `namespace` and `job`, and select by them in every query",
    sources=(
        "grafana/dashboard-linter:docs/rules/template-job-rule.md",
        "grafana/dashboard-linter:docs/rules/target-job-rule.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard, namespace: monitoring, labels: {grafana_dashboard: "1"}}
data:
  bert.json: |
    {
      "uid": "bert",
      "title": "Bert",
      "schemaVersion": 42,
      "panels": [
        {
          "id": 1,
          "type": "timeseries",
          "title": "Requests",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(rate(nv_inference_request_success[$__rate_interval]))",
              "datasource": {"type": "prometheus", "uid": "${datasource}"}
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus",
            "label": "Data source"
          }
        ]
      }
    }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard, namespace: monitoring, labels: {grafana_dashboard: "1"}}
data:
  bert.json: |
    {
      "uid": "bert",
      "title": "Bert",
      "schemaVersion": 42,
      "panels": [
        {
          "id": 1,
          "type": "timeseries",
          "title": "Requests",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(rate(nv_inference_request_success{job=~'$job'}[$__rate_interval]))",
              "datasource": {"type": "prometheus", "uid": "${datasource}"}
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus",
            "label": "Data source"
          },
          {
            "name": "job",
            "type": "query",
            "multi": true,
            "refresh": 2,
            "query": "label_values(nv_inference_count, job)"
          }
        ]
      }
    }
""",
)

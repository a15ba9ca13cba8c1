"""MON324: a dashboard that is deployed cannot be edited in Grafana."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for board in boards(world):
        if board.dashboard.data.get("editable", True) is not False:
            yield board.dashboard.breach(("editable",), "it can be edited in Grafana")


RULE = Rule(
    id="MON324",
    title="A deployed dashboard can be edited in Grafana",
    severity=Severity.INFO,
    why="Somebody mends a panel in Grafana, and cannot save it, or saves it and the next deployment takes "
    "it back.",
    fix="set `editable: false`; changes go through the file",
    sources=("grafana/dashboard-linter:docs/rules/template-uneditable-rule.md",),
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
      "editable": false,
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

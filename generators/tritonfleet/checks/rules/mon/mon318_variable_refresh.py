"""MON318: variables are asked for again when the time range changes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards, named
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_ON_TIME_RANGE = 2


def check(world: World) -> Verdicts:
    for board in boards(world):
        variables = [each for each in board.dashboard.variables if each.data.get("type") == "query"]
        stale = [each for each in variables if each.data.get("refresh", 0) != _ON_TIME_RANGE]
        if stale:
            message = (
                f"not asked for again when the time range changes: {named([each.name for each in stale])}"
            )
            yield board.dashboard.breach((*stale[0].path, "refresh"), message)


RULE = Rule(
    id="MON318",
    title="A variable keeps the values of another time range",
    severity=Severity.INFO,
    why="Models come and go. With `refresh: 1` the list is that of when the page was loaded: who goes back "
    "to last night's incident cannot choose what ran then. With 0 it is what the author's Grafana had.",
    fix="set `refresh: 2` (on time range change) on every query variable",
    sources=("grafana/dashboard-linter:docs/rules/template-on-time-change-reload-rule.md",),
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
            "refresh": 1,
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

"""MON319: panels have a title and a description."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards, named
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for board in boards(world):
        panels = board.panels
        bare = [panel for panel in panels if not panel.data.get("description") or not panel.data.get("title")]
        if bare:
            what = f"{len(bare)} of {len(panels)} panels have no title or description"
            message = f"{what}: {named([panel.title for panel in bare])}"
            yield board.dashboard.breach(bare[0].path, message)


RULE = Rule(
    id="MON319",
    title="Panels do not say what they show",
    severity=Severity.INFO,
    why="At night somebody else looks at it. Whether a latency holds the queue, whether failures are in it "
    "and whose pods they are, a title of two words does not tell.",
    fix="give each panel a title, and a description of what is counted and what is not",
    sources=("grafana/dashboard-linter:docs/rules/panel-title-description-rule.md",),
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

"""MON305: a dashboard has a uid."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        if dashboard.data and not dashboard.data.get("uid"):
            yield dashboard.breach(
                (), f"the dashboard `{dashboard.data.get('title') or 'untitled'}` has no `uid`"
            )


RULE = Rule(
    id="MON305",
    title="A dashboard has no uid",
    severity=Severity.INFO,
    why="Grafana then makes one up, another in each installation: links in alerts and bookmarks lead to "
    "`Dashboard not found` after Grafana is installed anew.",
    fix="add a `uid`, such as a hash of the file's name",
    sources=("grafana/grafana:pkg/services/provisioning/dashboards/file_reader.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard, namespace: monitoring, labels: {grafana_dashboard: "1"}}
data:
  bert.json: |
    {
      "title": "Bert",
      "schemaVersion": 42,
      "panels": [
        {
          "id": 1,
          "type": "timeseries",
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus"
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
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus"
          }
        ]
      }
    }
""",
)

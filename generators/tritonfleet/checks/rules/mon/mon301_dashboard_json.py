"""MON301: a dashboard is JSON."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        if dashboard.problem:
            message = f"the dashboard is not JSON: {dashboard.problem[:1].lower()}{dashboard.problem[1:]}"
            yield dashboard.breach((), message)


RULE = Rule(
    id="MON301",
    title="A dashboard is not valid JSON",
    severity=Severity.ERROR,
    why="Grafana's sidecar writes the file, and Grafana logs `failed to load dashboard` and leaves it "
    "out. A trailing comma after editing, or a template that cut a quote, is enough.",
    fix="mend the JSON; `python -m json.tool` shows the place",
    sources=("grafana/grafana:pkg/services/provisioning/dashboards/file_reader.go",),
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
      "schemaVersion": 42
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

"""MON309: queries of a panel have letters of their own."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        for panel in dashboard.panels:
            seen: set[str] = set()
            for target in panel.targets:
                letter = target.data.get("refId")
                if isinstance(letter, str) and letter and letter in seen:
                    message = f"panel `{panel.title}` has two queries `{letter}`"
                    yield dashboard.breach((*target.path, "refId"), message)
                seen.add(str(letter))


RULE = Rule(
    id="MON309",
    title="Two queries of a panel have one letter",
    severity=Severity.WARNING,
    why="Grafana keys the answers by `refId`: of two queries with the same one, one is shown and the "
    "other is lost.",
    fix="give each target a `refId` of its own: A, B, C",
    sources=("grafana/grafana:packages/grafana-data/src/types/query.ts",),
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
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)"
            },
            {
              "refId": "A",
              "expr": "sum(rate(nv_inference_count[5m]))"
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

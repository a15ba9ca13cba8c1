"""MON310: panels of a dashboard have ids of their own."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        seen: dict[int, str] = {}
        for panel in dashboard.panels:
            number = panel.data.get("id")
            if not isinstance(number, int) or isinstance(number, bool):
                continue
            if number in seen:
                message = f"panel `{panel.title}` has the id {number}, as has `{seen[number]}`"
                yield dashboard.breach((*panel.path, "id"), message)
            seen.setdefault(number, panel.title)


RULE = Rule(
    id="MON310",
    title="Two panels of a dashboard have one id",
    severity=Severity.WARNING,
    why='Links, repeated rows and panel-level sharing go by the id: "View" opens the other panel, and '
    "Grafana renumbers silently on the next save.",
    fix="give each panel an `id` of its own",
    sources=("grafana/grafana:public/app/features/dashboard/state/DashboardModel.ts",),
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
              "expr": "sum(nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ]
        },
        {
          "id": 1,
          "type": "timeseries",
          "title": "Rate",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(rate(nv_inference_count[5m]))",
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
        },
        {
          "id": 2,
          "type": "timeseries",
          "title": "Rate",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(rate(nv_inference_count[5m]))",
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

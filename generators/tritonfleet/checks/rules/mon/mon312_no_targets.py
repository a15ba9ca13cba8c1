"""MON312: a panel asks something."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_WITHOUT = frozenset(
    {"row", "text", "dashlist", "alertlist", "news", "welcome", "gettingstarted", "annolist", ""}
)


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        for panel in dashboard.panels:
            if (
                panel.type in _WITHOUT
                or panel.targets
                or panel.type not in _BUILT_IN
                or "libraryPanel" in panel.data
            ):
                continue
            if not panel.data.get("snapshotData"):
                yield dashboard.breach(panel.path, f"panel `{panel.title}` has no query")


_BUILT_IN = frozenset(
    {
        "timeseries",
        "stat",
        "gauge",
        "bargauge",
        "barchart",
        "table",
        "heatmap",
        "histogram",
        "piechart",
        "graph",
    }
)


RULE = Rule(
    id="MON312",
    title="A panel has no query",
    severity=Severity.INFO,
    why='It says "No data" for ever: a query was deleted, or a template left it out.',
    fix="add a query, or remove the panel",
    sources=("grafana/dashboard-linter:docs/index.md",),
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
          "targets": []
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

"""MON307: panels are of types that Grafana has."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.words import count

_REMOVED = {
    "graph": "timeseries",
    "singlestat": "stat",
    "table-old": "table",
    "grafana-singlestat-panel": "stat",
    "grafana-piechart-panel": "piechart",
    "grafana-worldmap-panel": "geomap",
}


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        old = [panel for panel in dashboard.panels if panel.type in _REMOVED]
        if old:
            first = old[0]
            more = f", and {count(len(old) - 1, 'other panel')} like it" if len(old) > 1 else ""
            message = f"panel `{first.title}` is a `{first.type}`{more}"
            yield dashboard.breach((*first.path, "type"), message, f"make it a `{_REMOVED[first.type]}`")


RULE = Rule(
    id="MON307",
    title="A panel is of a type that Grafana has removed",
    severity=Severity.INFO,
    why="Grafana 12 has no Angular. It turns `graph`, `singlestat` and other old panels into new ones "
    "each time the dashboard is opened, and what it shows is no longer what is in the file.",
    fix="open the dashboard in Grafana 11, save it, and export it: `graph` becomes `timeseries`, "
    "`singlestat` becomes `stat`",
    sources=(
        "argoproj/argo-cd#19027",
        "grafana/grafana:public/app/features/dashboard/state/getPanelPluginToMigrateTo.ts",
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
          "type": "graph",
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

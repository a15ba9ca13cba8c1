"""MON320: a unit is called as Grafana calls it."""

from __future__ import annotations

from functools import cache

from tritonfleet import yamlio
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.paths import catalog_file


def check(world: World) -> Verdicts:
    for board in boards(world):
        for panel in board.dashboard.panels:
            unit = value(panel.data, "fieldConfig", "defaults", "unit")
            meant = _meant(unit) if isinstance(unit, str) else None
            if meant:
                path = (*panel.path, "fieldConfig", "defaults", "unit")
                message = f"panel `{panel.title}`: Grafana knows no unit `{unit}`"
                yield board.dashboard.breach(path, message, f"write `{meant}`")


@cache
def _meant(unit: str) -> str | None:
    """The unit that was meant by a name that Grafana does not know; None for a suffix of one's own."""
    data = yamlio.load(yamlio.read_text(catalog_file("grafana.yaml")), "catalog/grafana.yaml")
    known = {known.lower(): known for known in data["units"]["known"]}
    if unit in known.values():
        return None
    meant: str | None = data["units"]["mistaken"].get(unit.lower(), known.get(unit.lower()))
    return meant


RULE = Rule(
    id="MON320",
    title="A panel names a unit that Grafana does not know",
    severity=Severity.INFO,
    why="Grafana writes the name behind the bare number: 50000 microseconds, where it would have written 50"
    " ms.",
    fix="use the id under which Grafana knows the unit",
    sources=(
        "grafana/dashboard-linter:docs/rules/panel-units-rule.md",
        "grafana/grafana:packages/grafana-data/src/valueFormats/categories.ts",
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
          "title": "Waiting",
          "description": "Answered requests.",
          "fieldConfig": {"defaults": {"unit": "microseconds"}},
          "targets": [
            {
              "refId": "A",
              "expr": "max(nv_inference_request_summary_us{quantile='0.99'})",
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
          "title": "Waiting",
          "description": "Answered requests.",
          "fieldConfig": {"defaults": {"unit": "µs"}},
          "targets": [
            {
              "refId": "A",
              "expr": "max(nv_inference_request_summary_us{quantile='0.99'})",
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

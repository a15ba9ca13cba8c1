"""MON314: a dashboard lets people choose the data source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for board in boards(world):
        dashboard = board.dashboard
        if (
            not dashboard.sources
            and "__inputs" not in dashboard.data
            and not _filled_in(dashboard.resource.data)
        ):
            yield dashboard.breach(("templating",), "no variable chooses the data source")


def _filled_in(data: Mapping[str, Any]) -> bool:
    """Whether the Grafana operator puts the data source in."""
    return bool(value(data, "spec", "datasources"))


RULE = Rule(
    id="MON314",
    title="A dashboard has no variable for its data source",
    severity=Severity.INFO,
    why="In a Grafana with two Prometheus the dashboard shows one of them, whichever it is the author had; "
    "in a Grafana where that has another name it shows nothing.",
    fix="add a variable `datasource` of type `datasource` and use `${datasource}` in every panel",
    sources=("grafana/dashboard-linter:docs/rules/template-datasource-rule.md",),
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
              "datasource": {"type": "prometheus", "uid": "prometheus"}
            }
          ]
        }
      ],
      "templating": {
        "list": [
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

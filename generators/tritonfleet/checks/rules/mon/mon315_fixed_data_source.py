"""MON315: every panel uses the data source that is chosen."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.dashboards import Panel
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards, named
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for board in boards(world):
        dashboard = board.dashboard
        if not dashboard.sources:
            continue
        fixed = [panel for panel in board.panels if any(map(_is_fixed, _sources(panel)))]
        if fixed:
            message = f"the data source of {named([panel.title for panel in fixed])} is fixed"
            yield dashboard.breach(fixed[0].path, message, "use `${" + next(iter(dashboard.sources)) + "}`")


def _sources(panel: Panel) -> list[Any]:
    """The data source of each query of the panel."""
    return [target.data.get("datasource") or panel.data.get("datasource") for target in panel.targets]


def _is_fixed(source: Any) -> bool:
    """Whether a source of Prometheus is named, and not by a variable."""
    if isinstance(source, str):
        return not source.startswith(("$", "-- "))
    given = mapping(source)
    uid = given.get("uid")
    known = given.get("type") in (None, "prometheus")
    return known and isinstance(uid, str) and not uid.startswith(("$", "-- "))


RULE = Rule(
    id="MON315",
    title="A panel does not follow the variable of the data source",
    severity=Severity.INFO,
    why="The dashboard has a variable for its data source and a panel has its own: with another choice that"
    " panel still shows the old one's numbers, beside those of the new.",
    fix="use the variable as the data source of every panel and query",
    sources=("grafana/dashboard-linter:docs/rules/panel-datasource-rule.md",),
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
              "datasource": {"type": "prometheus", "uid": "PBFA97CFB590B2093"}
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

"""MON321: rates in panels go over Grafana's own window."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import boards, named
from tritonfleet.checks.promql import Query
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_RATES = frozenset({"rate", "irate"})


def check(world: World) -> Verdicts:
    for board in boards(world):
        fixed = [query for query in board.queries if _is_fixed(query)]
        if fixed:
            message = (
                f"a rate over a fixed window in {named(list(dict.fromkeys(each.name for each in fixed)))}"
            )
            yield board.dashboard.breach(fixed[0].within, message)


def _is_fixed(query: Query) -> bool:
    """A window that is written out; with variables in it people choose. A table or a stat asks for a moment."""
    return any(use.function in _RATES and use.window and use.selector.ranged for use in query.uses) and (
        "$__range" not in query.text
    )


RULE = Rule(
    id="MON321",
    title="A panel's rate has a fixed window",
    severity=Severity.INFO,
    why="With `[1m]` a panel over a week has a point every ten minutes and looks at one of them: nine "
    "tenths of what happened is not in the picture. With a scrape every minute it is empty.",
    fix="write `[$__rate_interval]`: as long as the distance of two points, and four scrapes at least",
    sources=("grafana/dashboard-linter:docs/rules/target-rate-interval-rule.md",),
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
              "expr": "sum(rate(nv_inference_request_success{job=~'$job'}[1m]))",
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

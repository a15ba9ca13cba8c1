"""MON311: a variable with several values stands behind =~."""

from __future__ import annotations

import re

from tritonfleet.checks.dashboards import Dashboard
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.promql import queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_NAME = re.compile(r"\$\{?(\w+)(?::[^}]*)?\}?|\[\[(\w+)\]\]")


def check(world: World) -> Verdicts:
    known: dict[int, set[str]] = {}
    for query in world.derived(queries):
        if query.dashboard is None:
            continue
        if id(query.dashboard) not in known:
            known[id(query.dashboard)] = _several(query.dashboard)
        several = known[id(query.dashboard)]
        for use in query.uses if several else ():
            for matcher in use.selector.matchers:
                match = _NAME.fullmatch(matcher.value) if matcher.operator in ("=", "!=") else None
                name = (match[1] or match[2]) if match else ""
                if name in several:
                    wanted = "=~" if matcher.operator == "=" else "!~"
                    message = (
                        f'`{matcher.label}{matcher.operator}"${name}"`, and `{name}` can have several values'
                    )
                    yield query.breach(message, f"write `{wanted}`", at=matcher.label)


def _several(dashboard: Dashboard) -> set[str]:
    """Variables that can have several values in one panel: a panel or row repeated for each has one at a time."""
    rows = [panel for field in ("panels", "rows") for _, panel in items(dashboard.data, field)]
    repeated = {str(each.get("repeat")) for each in (*rows, *(panel.data for panel in dashboard.panels))}
    given = (
        v for v in dashboard.variables if v.data.get("multi") is True or v.data.get("includeAll") is True
    )
    return {variable.name for variable in given} - repeated


RULE = Rule(
    id="MON311",
    title="A variable with several values is compared as one",
    severity=Severity.WARNING,
    why='With two models selected, or "All", Grafana fills in `(bert|resnet)`. Behind `=` that is the '
    "name of no model, and the panel is empty.",
    fix="write `=~` in front of the variable",
    sources=(
        "grafana/grafana:docs/sources/datasources/prometheus/template-variables/index.md",
        "grafana/dashboard-linter:docs/index.md",
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
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count{model='$model'})",
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
          },
          {
            "name": "model",
            "type": "query",
            "multi": true,
            "query": "label_values(nv_inference_count, model)"
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
              "expr": "sum(nv_inference_pending_request_count{model=~'$model'})",
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
          },
          {
            "name": "model",
            "type": "query",
            "multi": true,
            "query": "label_values(nv_inference_count, model)"
          }
        ]
      }
    }
""",
)

"""MON317: the query of a variable is one that Grafana knows."""

from __future__ import annotations

import re

from tritonfleet.checks.dashboards import Variable, dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_CALL = re.compile(r"\s*([a-z]+_[a-z_]+)\s*\(.*\)\s*", re.DOTALL)
_KNOWN = ("label_names", "label_values", "query_result")


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        for variable in dashboard.variables:
            match = _CALL.fullmatch(_query(variable)) if _asks_prometheus(variable) else None
            if match and match[1] not in _KNOWN:
                from tritonfleet.suggest import nearest

                near = nearest(match[1], _KNOWN)
                if near:
                    message = f"variable `{variable.name}`: Grafana knows no function `{match[1]}`"
                    yield dashboard.breach((*variable.path, "query"), message, f"write `{near}`")


def _asks_prometheus(variable: Variable) -> bool:
    source = mapping(variable.data.get("datasource")).get("type")
    return variable.data.get("type") == "query" and source in (None, "prometheus")


def _query(variable: Variable) -> str:
    given = variable.data.get("query")
    text = given if isinstance(given, str) else mapping(given).get("query")
    return text if isinstance(text, str) else ""


RULE = Rule(
    id="MON317",
    title="The query of a variable calls a function that Grafana does not know",
    severity=Severity.WARNING,
    why="Grafana sends what it does not know to Prometheus, which refuses it. The variable has no values, "
    "and every panel that uses it is empty.",
    fix="use label_values(metric, label), label_names(), metrics(pattern) or query_result(expression)",
    sources=(
        "grafana/grafana:packages/grafana-prometheus/src/metric_find_query.ts",
        "grafana/dashboard-linter:docs/rules/template-label-promql-rule.md",
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
            "query": "label_value(nv_inference_count, job)"
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

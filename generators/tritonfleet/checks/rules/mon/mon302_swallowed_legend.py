"""MON302: a dashboard's own templates survive Helm."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.dashboards.place import line_and_column
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NO_VALUE = "<no value>"


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        offset = dashboard.text.find(_NO_VALUE)
        if offset >= 0:
            place = line_and_column(dashboard.text, offset)
            message = f"`{_NO_VALUE}` stands where Helm filled in a template that was Grafana's"
            yield Breach(dashboard.resource, dashboard.path, message, inside=place)


RULE = Rule(
    id="MON302",
    title="Helm has swallowed a part of a dashboard",
    severity=Severity.ERROR,
    why="Grafana's legends are written `{{model}}`, as are Helm's templates. What Helm takes for its "
    "own becomes `<no value>` or nothing, and all lines of the panel have one name; often the "
    "chart does not even parse.",
    fix="load the file with `.Files.Get`, or write `{{`{{model}}`}}`",
    sources=(
        "grafana/helm-charts#3071",
        "prometheus-community/helm-charts#3636",
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
              "expr": "sum by (model) (nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              },
              "legendFormat": "<no value>"
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
              "expr": "sum by (model) (nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              },
              "legendFormat": "{{model}}"
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

"""MON304: dashboards have uids that Grafana takes, each its own."""

from __future__ import annotations

import re

from tritonfleet.checks.dashboards import Dashboard, dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.identity import same_object
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_LONGEST = 40
_FORM = re.compile(r"[a-zA-Z0-9_-]{1,40}")


def check(world: World) -> Verdicts:
    seen: dict[tuple[str, str], Dashboard] = {}
    for dashboard in world.derived(dashboards):
        uid = dashboard.data.get("uid")
        if not isinstance(uid, str) or not uid:
            continue
        if not _FORM.fullmatch(uid):
            why = f"{len(uid)} characters" if len(uid) > _LONGEST else "characters that Grafana refuses"
            yield dashboard.breach(("uid",), f"the uid `{uid}` has {why}")
        first = seen.setdefault((dashboard.resource.namespace, uid), dashboard)
        if first is not dashboard and not same_object(first.resource, dashboard.resource):
            yield _taken(dashboard, uid, first)


def _taken(dashboard: Dashboard, uid: str, first: Dashboard) -> Breach:
    message = f"the uid `{uid}` is that of {first.resource} too"
    place = dashboard.inside(("uid",))
    return Breach(dashboard.resource, dashboard.path, message, inside=place, related=(first.resource,))


RULE = Rule(
    id="MON304",
    title="A dashboard's uid is too long, or is another one's",
    severity=Severity.ERROR,
    why="With a uid in two files, copies included, Grafana logs `the same UID is used more than once` "
    "and `dashboards provisioning provider has no database write permissions because of duplicates`: "
    "from then on no dashboard of that provider is written, not even the others. A uid of more than 40 "
    "characters is refused.",
    fix="give the dashboard a uid of its own, at most 40 characters of letters, digits, `-` and `_`",
    sources=(
        "grafana/grafana:pkg/services/dashboards/service/dashboard_service.go",
        "grafana/grafana:pkg/services/provisioning/dashboards/validator.go",
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
---
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard-2, namespace: monitoring, labels: {grafana_dashboard: "1"}}
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
          "title": "Queue",
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
---
apiVersion: v1
kind: ConfigMap
metadata: {name: resnet-dashboard, namespace: monitoring, labels: {grafana_dashboard: "1"}}
data:
  resnet.json: |
    {
      "uid": "resnet",
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

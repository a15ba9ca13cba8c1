"""MON313: a panel of durations or bytes names its unit."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, mapping, value
from tritonfleet.checks.promql import Expression, Purpose, queries, unit
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SHOWING = frozenset({"timeseries", "stat", "gauge", "bargauge", "barchart"})


def check(world: World) -> Verdicts:
    reported: set[tuple[int, Path]] = set()
    for query in world.derived(queries):
        if query.purpose is not Purpose.PANEL or query.dashboard is None:
            continue
        path = query.within[:-3]
        panel = value(query.dashboard.data, *path)
        if (id(query.dashboard), path) in reported or _has_unit(panel):
            continue
        for needed in query.once(_needed):
            reported.add((id(query.dashboard), path))
            yield query.dashboard.breach(path, f"{query.title} shows {needed[0]} without a unit", needed[1])


def _has_unit(panel: Any) -> bool:
    return mapping(panel).get("type") not in _SHOWING or bool(value(panel, "fieldConfig", "defaults", "unit"))


def _needed(expression: Expression) -> list[tuple[str, str]]:
    """What the values are, and the unit to set."""
    measured = unit(expression)
    if measured is not None and measured.is_duration and measured.scale in _TIMES:
        return [("durations", f"set the unit to `{_TIMES[measured.scale]}`")]
    if measured is not None and (measured.time, measured.things, measured.size, measured.scale) == (
        0,
        0,
        1,
        1,
    ):
        return [("bytes", "set the unit to `bytes`")]
    return []


_TIMES = {1e-6: "µs", 1e-3: "ms", 1.0: "s"}


RULE = Rule(
    id="MON313",
    title="A panel shows durations or bytes without a unit",
    severity=Severity.INFO,
    why="The axis reads 50000, and nobody knows whether that is 50 ms or 50 s.",
    fix="set the unit under `fieldConfig.defaults.unit`",
    sources=("grafana/dashboard-linter:docs/rules/panel-units-rule.md",),
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
              "expr": "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m]))",
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
              "expr": "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m]))",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ],
          "fieldConfig": {
            "defaults": {
              "unit": "µs"
            }
          }
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

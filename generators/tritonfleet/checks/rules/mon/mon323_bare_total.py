"""MON323: panels show what counters gain."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import SERVERS
from tritonfleet.checks.promql import Aggregation, Binary, Purpose, Query, Subquery, Use, queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind, metric

_COUNTING = frozenset({"count", "group", "count_values"})
_FINE = frozenset({"absent", "timestamp", "scalar"})
_OVER_TIME = frozenset({"timeseries", "graph"})


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.PANEL and _is_over_time(query):
            for use in query.uses:
                name = use.selector.metric or ""
                if _is_counter(name) and _is_bare(use) and "total" not in query.name.lower():
                    message = f"`{name}` is a counter: it only grows until its exporter restarts"
                    yield query.breach(message, at=name)


def _is_over_time(query: Query) -> bool:
    """Whether it is drawn as a line: a single number may well be all that was ever counted."""
    if query.dashboard is None:
        return False
    path = query.within[:-3]
    return any(panel.path == path and panel.type in _OVER_TIME for panel in query.dashboard.panels)


def _is_counter(name: str) -> bool:
    """By its name; Triton's, which are not called so, are another rule's matter, and gauges may be."""
    known = metric(name)
    if known is not None and (known.exporter in SERVERS or known.kind is not Kind.COUNTER):
        return False
    return name.endswith("_total")


def _is_bare(use: Use) -> bool:
    if use.selector.ranged or any(isinstance(each, Subquery) for each in use.around):
        return False
    counted = any(each.operator in _COUNTING for each in use.around if isinstance(each, Aggregation))
    compared = any(isinstance(each, Binary) for each in use.around)
    return not counted and not compared and not _FINE.intersection(use.functions)


RULE = Rule(
    id="MON323",
    title="A panel draws a counter as it is",
    severity=Severity.INFO,
    why="The line climbs until the exporter restarts and falls to 0. How much happens now is its slope, "
    "which nobody can read off.",
    fix="draw rate(…[$__rate_interval]), or increase(…)",
    sources=(
        "grafana/dashboard-linter:docs/index.md",
        "prometheus/docs:docs/practices/instrumentation.md",
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
          "title": "KEDA",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(keda_scaler_detail_errors_total)",
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
          "title": "KEDA",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(rate(keda_scaler_detail_errors_total[$__rate_interval]))",
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
          }
        ]
      }
    }
""",
)

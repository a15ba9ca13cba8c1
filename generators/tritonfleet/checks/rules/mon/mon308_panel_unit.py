"""MON308: a panel shows values in the unit they are in."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.promql import Purpose, Unit, queries, unit
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SCALES = {"ns": 1e-9, "µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_TIMES = frozenset({*_SCALES, "dtdurations", "dtdurationms", "clocks", "clockms"})
_BYTES = {"bytes": 1.0, "decbytes": 1.0, "kbytes": 2.0**10, "mbytes": 2.0**20, "gbytes": 2.0**30}
_SHARES = {"percentunit": 1.0, "percent": 0.01}


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is not Purpose.PANEL or query.expression is None or query.dashboard is None:
            continue
        shown = value(query.dashboard.data, *query.within[:-3], "fieldConfig", "defaults", "unit")
        measured = unit(query.expression) if isinstance(shown, str) else None
        problem = _problem(measured, shown) if measured is not None and isinstance(shown, str) else ""
        if problem:
            path = (*query.within[:-3], "fieldConfig", "defaults", "unit")
            yield query.dashboard.breach(
                path, f"{query.title}: the unit is `{shown}`, and the value is {problem}"
            )


def _problem(measured: Unit, shown: str) -> str:
    """What the value is, if the panel says otherwise."""
    if measured.is_duration and measured.things in (0, -1):
        scale = _SCALES.get(shown)
        return f"in {_name(measured.scale, _SCALES)}" if scale and not _same(scale, measured.scale) else ""
    if (measured.time, measured.things, measured.size) == (0, 0, 1):
        scale = _BYTES.get(shown)
        return f"in {_name(measured.scale, _BYTES)}" if scale and not _same(scale, measured.scale) else ""
    if measured.is_plain:
        scale = _SHARES.get(shown)
        if scale and not _same(scale, measured.scale):
            return f"a share of {1 / measured.scale:g}" if measured.scale >= 1e-3 else "no share"
        return "no time: a time each second is a number of requests" if shown in _TIMES else ""
    return ""


def _same(one: float, other: float) -> bool:
    return abs(one / other - 1) < 1e-6


def _name(scale: float, names: dict[str, float]) -> str:
    return next((f"`{name}`" for name, each in names.items() if _same(each, scale)), f"units of {scale:g}")


RULE = Rule(
    id="MON308",
    title="A panel shows values in a unit they are not in",
    severity=Severity.WARNING,
    why="Triton counts microseconds. With unit `s` a panel shows 50 ms as fourteen hours, with `ms` "
    "as 50 s; and a sum of microseconds a second is no latency at all, whatever the title says.",
    fix="set the unit to that of the value (`µs`, `ms`, `s`, `bytes`, `percentunit`), or scale the value",
    sources=(
        "triton-inference-server/server:deploy/k8s-onprem/dashboard.json",
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
              "unit": "ms"
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

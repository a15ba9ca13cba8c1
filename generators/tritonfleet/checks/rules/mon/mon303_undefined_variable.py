"""MON303: a dashboard defines the variables it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.dashboards import Dashboard, dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_VARIABLE = re.compile(
    r"\$\{(?P<braced>[A-Za-z_]\w*)(?::[^}]*)?\}|\$(?P<plain>[A-Za-z_]\w*)|\[\[(?P<old>\w+)"
)
_BUILT_IN = re.compile(r"__.*|timeFilter|interval|interval_ms")


def check(world: World) -> Verdicts:
    for dashboard in world.derived(dashboards):
        known = {variable.name for variable in dashboard.variables} | _inputs(dashboard)
        reported: set[str] = set()
        for path, text in _texts(dashboard):
            for match in _VARIABLE.finditer(text):
                name = match["braced"] or match["plain"] or match["old"]
                if name not in known and name not in reported and not _BUILT_IN.fullmatch(name):
                    reported.add(name)
                    yield dashboard.breach(path, f"nothing defines the variable `{name}`", _fix(name, known))


def _inputs(dashboard: Dashboard) -> set[str]:
    """Inputs that the Grafana operator fills in."""
    filled = items(dashboard.resource.data, "spec", "datasources")
    return {str(each.get("inputName")) for _, each in filled}


def _fix(name: str, known: set[str]) -> str:
    from tritonfleet.suggest import suggest

    if name.startswith("DS_"):
        return "define a variable of type `datasource`, and use that"
    return suggest(name, known)


def _texts(dashboard: Dashboard) -> Iterator[tuple[Path, str]]:
    """The texts in which Grafana fills in variables: queries and data sources."""
    for panel in dashboard.panels:
        if isinstance(panel.data.get("repeat"), str) and "libraryPanel" in panel.data:
            continue
        yield from _source((*panel.path, "datasource"), panel.data.get("datasource"))
        for target in panel.targets:
            yield from _source((*target.path, "datasource"), target.data.get("datasource"))
            expression = target.data.get("expr")
            if isinstance(expression, str):
                yield (*target.path, "expr"), expression


def _source(path: Path, given: Any) -> Iterator[tuple[Path, str]]:
    uid = given if isinstance(given, str) else mapping(given).get("uid")
    if isinstance(uid, str):
        yield path, uid


RULE = Rule(
    id="MON303",
    title="A dashboard uses a variable that it does not define",
    severity=Severity.ERROR,
    why='Grafana leaves an unknown variable as it stands, so Prometheus is asked for `model="$model"` '
    "and finds nothing. `${DS_PROMETHEUS}` is filled in by the import dialogue only: provisioned "
    'by a sidecar, every panel says "Datasource ${DS_PROMETHEUS} was not found".',
    fix="define the variable under `templating.list`; for the data source one of type `datasource`",
    sources=(
        "grafana/grafana#10786",
        "NVIDIA/dcgm-exporter#90",
        "grafana/dashboard-linter:docs/rules/template-datasource-rule.md",
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
            "query": "label_values(nv_inference_count, model)"
          }
        ]
      }
    }
""",
)

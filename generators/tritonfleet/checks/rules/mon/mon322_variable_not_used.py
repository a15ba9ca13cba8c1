"""MON322: a query follows the variables that choose a service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tritonfleet.checks.dashboards import Dashboard
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.boards import SERVERS, Board, boards, named
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import KnownUse
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_LABEL = re.compile(r"\s*label_values\(.*?(?:,\s*)?(\w+)\)\s*", re.DOTALL)
_NAME = re.compile(r"\$\{?(\w+)|\[\[(\w+)")
_TARGET = frozenset({"job", "namespace", "service", "instance", "pod", "cluster"})


def check(world: World) -> Verdicts:
    for board in boards(world):
        uses = [known for known in board.uses if known.metric.exporter in SERVERS]
        for name, label in _choices(board.dashboard):
            following = [known for known in uses if name in _variables(known)]
            if following:
                yield from _left_out(board, name, label, uses)


def _left_out(board: Board, name: str, label: str, uses: list[KnownUse]) -> Verdicts:
    """Queries in which neither the variable nor a matcher of the same label stands."""
    free = [
        known for known in uses if name not in _variables(known) and not known.use.selector.matcher(label)
    ]
    if free:
        titles = list(dict.fromkeys(known.query.name for known in free))
        message = f"other queries follow the variable `{name}`, and those of {named(titles)} do not"
        yield board.dashboard.breach(free[0].query.within, message, f'add `{label}=~"${name}"`')


def _choices(dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    """Variables that choose targets, with the label whose values they have."""
    for variable in dashboard.variables:
        given = variable.data.get("query")
        text = given if isinstance(given, str) else mapping(given).get("query")
        match = _LABEL.fullmatch(text) if isinstance(text, str) else None
        if match and match[1] in _TARGET:
            yield variable.name, match[1]


def _variables(known: KnownUse) -> set[str]:
    texts = " ".join(matcher.value for matcher in known.use.selector.matchers)
    return {match[1] or match[2] for match in _NAME.finditer(texts)}


RULE = Rule(
    id="MON322",
    title="A query does not follow a variable that others follow",
    severity=Severity.INFO,
    why="Somebody chooses a service. Most panels show that one, this one still shows all: two panels side "
    "by side that do not belong together, and nothing says so.",
    fix="select by the variable in every query",
    sources=(
        "grafana/dashboard-linter:docs/rules/target-job-rule.md",
        "grafana/dashboard-linter:docs/rules/target-instance-rule.md",
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
        },
        {
          "id": 2,
          "type": "timeseries",
          "title": "Waiting",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)",
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
        },
        {
          "id": 2,
          "type": "timeseries",
          "title": "Waiting",
          "description": "Answered requests.",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count{job=~'$job'})",
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

"""MON209: a template of an alert closes its braces."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import Purpose, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BRACES = re.compile(r"\{\{|\}\}")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is not Purpose.ALERT or query.resource.kind != "PrometheusRule":
            continue
        for field in ("annotations", "labels"):
            for key, text in mapping(query.resource.data, *query.subject, field).items():
                if isinstance(text, str) and not _is_closed(text):
                    path = (*query.subject, field, key)
                    yield Breach(query.resource, path, f"{query.title}: the braces in `{key}` do not pair")


def _is_closed(text: str) -> bool:
    """Whether every opening brace is followed by a closing one. Text outside may hold closing ones."""
    inside = False
    for match in _BRACES.finditer(text):
        if match[0] == "{{":
            if inside:
                return False
            inside = True
        else:
            inside = False
    return not inside


RULE = Rule(
    id="MON209",
    title="A template of an alert does not parse",
    severity=Severity.ERROR,
    why="Prometheus refuses the rule file, or sends `<error expanding template>` in place of the message.",
    fix="close every `{{` with `}}`",
    sources=(
        "prometheus/prometheus:model/rulefmt/rulefmt.go",
        "prometheus/prometheus:template/template.go",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum by (model) (rate(nv_inference_request_failure[5m])) > 1
      for: 5m
      annotations: {summary: "model {{ $labels.model fails"}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum by (model) (rate(nv_inference_request_failure[5m])) > 1
      for: 5m
      annotations: {summary: "model {{ $labels.model }} fails"}
""",
)

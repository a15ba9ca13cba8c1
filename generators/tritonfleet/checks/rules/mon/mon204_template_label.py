"""MON204: a template of an alert uses labels that the alert has."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import (
    Binary,
    Expression,
    Purpose,
    labels_kept,
    queries,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_LABEL = re.compile(r"\$labels\.(?P<name>[a-zA-Z_]\w*)")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is not Purpose.ALERT or query.expression is None:
            continue
        rule = mapping(query.resource.data, *query.subject)
        labels = _labels(world, query.expression)
        if labels is None or not isinstance(rule, dict):
            continue
        has = labels | set(mapping(rule, "labels")) | {"alertname"}
        for field in ("annotations", "labels"):
            for key, text in mapping(rule, field).items():
                for name in dict.fromkeys(_LABEL.findall(text) if isinstance(text, str) else ()):
                    if name not in has:
                        path = (*query.subject, field, key)
                        kept = ", ".join(sorted(labels)) or "none"
                        message = f"{query.title} has no label `{name}`; the expression keeps {kept}"
                        yield Breach(query.resource, path, message)


def _labels(world: World, expression: Expression) -> frozenset[str] | None:
    """The labels of the alerts; None when the series decide. Values from the other side of `and` do not come along."""
    if isinstance(expression, Binary) and expression.operator in ("and", "unless"):
        return _labels(world, expression.left)
    return labels_kept(world, expression)


RULE = Rule(
    id="MON204",
    title="A template uses a label that the alert has not",
    severity=Severity.WARNING,
    why="The message reads `model  is slow`: a label that the aggregation drops is empty text in the "
    "template, without an error. Whoever is paged cannot see which model is meant.",
    fix="keep the label in the aggregation's `by`, or take it out of the template",
    sources=(
        "prometheus/prometheus:docs/configuration/template_reference.md",
        "cloudflare/pint:docs/checks/alerts/template.md",
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
        sum(rate(nv_inference_request_failure[5m])) > 1
      for: 5m
      annotations: {summary: "model {{ $labels.model }} fails"}
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

"""MON203: a recorded series has a name that Prometheus takes."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Purpose, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.RECORD and query.name and not _NAME.fullmatch(query.name):
            message = f"`{query.name}` is no name of a metric"
            yield Breach(query.resource, (*query.subject, "record"), message)


RULE = Rule(
    id="MON203",
    title="A recorded series has a name that Prometheus refuses",
    severity=Severity.ERROR,
    why="A dash or a dot in the name makes the rule file invalid for Prometheus before version 3, and "
    "needs quotes in every query since. The operator's webhook refuses the object.",
    fix="use letters, digits, underscores and colons: `level:metric:operation`",
    sources=(
        "prometheus/prometheus:model/rulefmt/rulefmt.go",
        "prometheus/docs:docs/practices/rules.md",
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
    - record: model.requests-rate5m
      expr: |
        sum by (model) (rate(nv_inference_count[5m]))
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: model:requests:rate5m
      expr: |
        sum by (model) (rate(nv_inference_count[5m]))
""",
)

"""MON212: a recorded series is named as one."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Purpose, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PLAIN = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
"""Names without a colon; those that Prometheus refuses are the matter of MON203."""


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.RECORD and _PLAIN.fullmatch(query.name):
            message = f"`{query.name}` has no colon"
            yield Breach(query.resource, (*query.subject, "record"), message)


RULE = Rule(
    id="MON212",
    title="A recorded series is named like an exporter's metric",
    severity=Severity.INFO,
    why="Without colons nobody can tell a recorded series from a scraped one, and a name that an "
    "exporter takes later collides. Prometheus' own convention is `level:metric:operations`.",
    fix="name it `level:metric:operations`, such as `model:nv_inference_count:rate5m`",
    sources=("prometheus/docs:docs/practices/rules.md",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: inference_rate
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
    - record: model:nv_inference_count:rate5m
      expr: |
        sum by (model) (rate(nv_inference_count[5m]))
""",
)

"""MON207: a rule is an alert or a record, with the fields of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OF_ALERTS = ("for", "keep_firing_for", "annotations")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("PrometheusRule"):
        for group_number, group in items(resource.data, "spec", "groups"):
            for number, rule in items(group, "rules"):
                path = ("spec", "groups", group_number, "rules", number)
                message = _problem(rule)
                if message:
                    yield Breach(resource, path, message)


def _problem(rule: Mapping[str, Any]) -> str:
    alert, record = rule.get("alert"), rule.get("record")
    if alert and record:
        return f"it is both the alert `{alert}` and the record `{record}`"
    if not alert and not record:
        return "it is neither an alert nor a record"
    extra = [field for field in _OF_ALERTS if record and rule.get(field)]
    return f"the record `{record}` has `{extra[0]}`, which only alerts have" if extra else ""


RULE = Rule(
    id="MON207",
    title="A rule mixes the fields of alerts and records",
    severity=Severity.ERROR,
    why="Prometheus refuses the rule file, and the operator's webhook the object: a rule is either an "
    "alert or a record, and `for`, `keep_firing_for` and `annotations` belong to alerts.",
    fix="keep `alert` or `record`, and the fields that go with it",
    sources=("prometheus/prometheus:model/rulefmt/rulefmt.go",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{record: "model:requests:rate5m", for: 5m, expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
""",
)

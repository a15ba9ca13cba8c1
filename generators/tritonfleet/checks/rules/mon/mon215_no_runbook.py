"""MON215: an alert that wakes somebody says what to do."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.promql import Purpose, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_WAKES = frozenset({"critical", "page"})


def check(world: World) -> Verdicts:
    ours = {
        (query.resource, query.subject) for query in world.derived(queries) if query.purpose is Purpose.ALERT
    }
    for resource in world.index.of_kind("PrometheusRule"):
        for number, group in items(resource.data, "spec", "groups"):
            shared = mapping(group, "labels")
            for index, rule in items(group, "rules"):
                severity = mapping(rule, "labels").get("severity", shared.get("severity"))
                path = ("spec", "groups", number, "rules", index)
                if (resource, path) in ours and severity in _WAKES and not _links(rule):
                    yield Breach(resource, path, f"alert `{rule['alert']}` has no `runbook_url`")


def _links(rule: object) -> bool:
    return any("runbook" in key for key in mapping(rule, "annotations"))


RULE = Rule(
    id="MON215",
    title="An alert that wakes somebody links to no runbook",
    severity=Severity.INFO,
    why="Who is woken by it has to find out first what it means and where to look. An annotation "
    "`runbook_url` leads there from the message; Alertmanager's and Grafana's templates show it.",
    fix="add the annotation `runbook_url` with the address of a page",
    sources=(
        "prometheus-operator/kube-prometheus:manifests",
        "prometheus/docs:docs/practices/alerting.md",
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
    - alert: BertQueueFull
      expr: |
        sum(nv_inference_pending_request_count) > 100
      for: 2m
      labels: {severity: critical}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertQueueFull
      expr: |
        sum(nv_inference_pending_request_count) > 100
      for: 2m
      labels: {severity: critical}
      annotations:
        summary: Requests wait
        runbook_url: https://git.example.com/docs/runbooks/BertQueueFull.md
""",
)

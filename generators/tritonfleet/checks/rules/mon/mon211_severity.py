"""MON211: an alert says how bad it is."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("PrometheusRule"):
        for group_number, group in items(resource.data, "spec", "groups"):
            shared = mapping(group, "labels")
            for number, rule in items(group, "rules"):
                if (
                    rule.get("alert")
                    and "severity" not in mapping(rule, "labels")
                    and "severity" not in shared
                ):
                    path = ("spec", "groups", group_number, "rules", number)
                    yield Breach(resource, path, f"alert `{rule['alert']}` has no label `severity`")


RULE = Rule(
    id="MON211",
    title="An alert has no severity",
    severity=Severity.INFO,
    why="Alertmanager routes by labels. Without `severity` the alert lands with the default receiver, "
    "or with nobody who looks at night.",
    fix="add `labels: {severity: critical}` or `warning`",
    sources=(
        "prometheus-operator/kube-prometheus:manifests",
        "cloudflare/pint:docs/checks/rule/label.md",
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
        sum(nv_inference_pending_request_count) > 100
      for: 5m
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
        sum(nv_inference_pending_request_count) > 100
      for: 5m
      labels: {severity: warning}
""",
)

"""MON206: the groups of a PrometheusRule have names of their own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("PrometheusRule"):
        seen: set[str] = set()
        for number, group in items(resource.data, "spec", "groups"):
            name = group.get("name")
            if isinstance(name, str) and name in seen:
                path = ("spec", "groups", number, "name")
                yield Breach(resource, path, f"another group is called `{name}` already")
            seen.add(str(name))


RULE = Rule(
    id="MON206",
    title="Two groups of a PrometheusRule have one name",
    severity=Severity.ERROR,
    why="Prometheus refuses a rule file in which a group name is repeated. The operator's webhook "
    "refuses the object; without the webhook all of Prometheus' rules stop being reloaded.",
    fix="give each group a name of its own",
    sources=("prometheus/prometheus:model/rulefmt/rulefmt.go",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
  - name: bert
    rules: [{record: "model:executions:rate5m", expr: "sum by (model) (rate(nv_inference_exec_count[5m]))"}]
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
  - name: bert-executions
    rules: [{record: "model:executions:rate5m", expr: "sum by (model) (rate(nv_inference_exec_count[5m]))"}]
""",
)

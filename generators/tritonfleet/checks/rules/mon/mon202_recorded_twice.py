"""MON202: a series is recorded once."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.monitors.identity import same_object
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import Purpose, Query, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    seen: dict[tuple[str, str, str, tuple[tuple[str, str], ...]], Query] = {}
    for query in world.derived(queries):
        if query.purpose is not Purpose.RECORD or query.resource.kind != "PrometheusRule" or not query.name:
            continue
        labels = labels_of(mapping(query.resource.data, *query.subject, "labels"))
        key = (query.resource.namespace, query.name, query.text.strip(), tuple(sorted(labels.items())))
        first = seen.setdefault(key, query)
        if first is not query and not same_object(first.resource, query.resource):
            message = f"`{query.name}` is recorded from the same expression by {first.resource} already"
            yield Breach(query.resource, (*query.subject, "record"), message, related=(first.resource,))


RULE = Rule(
    id="MON202",
    title="Two rules record the same series",
    severity=Severity.WARNING,
    why="Both write samples of one name and one set of labels. Within a group Prometheus logs `Error on "
    "ingesting results from rule evaluation with different value but same timestamp`; in two groups the "
    "samples alternate, and whoever changes one rule sees half of the change.",
    fix="remove one of the rules, or give each a label of its own",
    sources=(
        "prometheus/prometheus:rules/group.go",
        "cloudflare/pint:docs/checks/rule/duplicate.md",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: one
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
  - name: two
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: one
    rules: [{record: "model:requests:rate5m", expr: "sum by (model) (rate(nv_inference_count[5m]))"}]
  - name: two
    rules: [{record: "model:executions:rate5m", expr: "sum by (model) (rate(nv_inference_exec_count[5m]))"}]
""",
)

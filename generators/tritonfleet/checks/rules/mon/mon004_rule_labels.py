"""MON004: a PrometheusRule carries the labels by which Prometheus selects rules."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, PrometheusFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import shown
from tritonfleet.checks.monitors.selection import by_labels
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for rule in world.index.of_kind("PrometheusRule"):
        found = by_labels(world, rule)
        if found is None:
            yield Undecided(needs.RULE_LABELS)
        elif not found.selected:
            who = str(found.prometheus) if found.prometheus else "Prometheus"
            message = f"{who} selects {found.wanted}; this one has {shown(rule.labels) or 'no labels'}"
            related = (found.prometheus,) if found.prometheus else ()
            yield Breach(rule, ("metadata", "labels"), message, related=related)


RULE = Rule(
    id="MON004",
    title="Prometheus does not select the rules",
    severity=Severity.ERROR,
    why="Its alerts never fire and its recorded series never exist, so what reads them, an autoscaler for one, "
    "sees nothing. `kubectl get prometheusrule` shows the object as if all were well; Status, Rules does not.",
    fix="add the labels that Prometheus selects rules by",
    sources=(
        "prometheus-community/helm-charts:charts/kube-prometheus-stack/values.yaml",
        "prometheus-operator/kube-prometheus#1392",
    ),
    check=check,
    needs=(needs.RULE_LABELS,),
    facts=Facts(prometheus=PrometheusFacts("monitoring", rule_labels={"release": "kps"})),
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec: {groups: [{name: bert, rules: [{alert: BertDown, expr: 'absent(up{job="bert"})', for: 5m}]}]}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod, labels: {release: kps}}
spec: {groups: [{name: bert, rules: [{alert: BertDown, expr: 'absent(up{job="bert"})', for: 5m}]}]}
""",
)

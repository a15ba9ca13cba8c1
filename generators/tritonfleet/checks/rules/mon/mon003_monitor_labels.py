"""MON003: a monitor carries the labels by which Prometheus selects monitors."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, PrometheusFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import shown
from tritonfleet.checks.monitors.selection import MONITORS, by_labels
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for monitor in world.index.of_kind(*MONITORS):
        found = by_labels(world, monitor)
        if found is None:
            yield Undecided(needs.MONITOR_LABELS)
        elif not found.selected:
            who = str(found.prometheus) if found.prometheus else "Prometheus"
            message = f"{who} selects {found.wanted}; this one has {shown(monitor.labels) or 'no labels'}"
            related = (found.prometheus,) if found.prometheus else ()
            yield Breach(monitor, ("metadata", "labels"), message, related=related)


RULE = Rule(
    id="MON003",
    title="Prometheus does not select the monitor",
    severity=Severity.ERROR,
    why="The operator ignores monitors without the labels of its selector, and says nothing: no target, no "
    "event, empty dashboards. kube-prometheus-stack asks for `release: <name of its release>` unless its "
    "`serviceMonitorSelectorNilUsesHelmValues` is false.",
    fix="add the labels that Prometheus selects monitors by",
    sources=(
        "prometheus-community/helm-charts:charts/kube-prometheus-stack/values.yaml",
        "prometheus-community/helm-charts#1631",
        "prometheus-operator/prometheus-operator#5917",
    ),
    check=check,
    needs=(needs.MONITOR_LABELS,),
    facts=Facts(prometheus=PrometheusFacts("monitoring", monitor_labels={"release": "kps"})),
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod, labels: {app: bert, release: kps}}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
)

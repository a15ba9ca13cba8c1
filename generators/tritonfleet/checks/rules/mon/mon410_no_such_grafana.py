"""MON410: a GrafanaDashboard is shown by some Grafana."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of, selects, shown
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GROUP = "grafana.integreatly.org"
_SELECTOR = ("spec", "instanceSelector")


def check(world: World) -> Verdicts:
    grafanas = [found for found in world.index.of_kind("Grafana") if found.group == _GROUP]
    if grafanas:
        for dashboard in world.index.of_kind("GrafanaDashboard"):
            if dashboard.group == _GROUP:
                yield from _of(dashboard, grafanas)


def _of(dashboard: Resource, grafanas: Sequence[Resource]) -> Verdicts:
    selector = mapping(dashboard.data, *_SELECTOR)
    matching = [found for found in grafanas if selects(selector, found.labels)]
    if not matching:
        wanted = shown(labels_of(selector.get("matchLabels"))) or "its expressions"
        message = f"no Grafana has {wanted}; {grafanas[0]} has {shown(grafanas[0].labels) or 'no labels'}"
        yield Breach(dashboard, _SELECTOR, message, related=(grafanas[0],))
    elif value(dashboard.data, "spec", "allowCrossNamespaceImport") is not True:
        homes = {found.namespace for found in matching}
        if dashboard.namespace and "" not in homes and dashboard.namespace not in homes:
            message = f"{matching[0]} is in another namespace, {matching[0].namespace}"
            fix = "set `allowCrossNamespaceImport: true`, or put it there"
            yield Breach(dashboard, ("spec",), message, fix, related=(matching[0],))


RULE = Rule(
    id="MON410",
    title="No Grafana shows a dashboard",
    severity=Severity.ERROR,
    why="The operator looks for Grafanas with these labels, in the dashboard's own namespace unless "
    "`allowCrossNamespaceImport` is true. With none it sets the condition NoMatchingInstance, and nothing else "
    "happens.",
    fix="give `instanceSelector` the labels of the Grafana; it is immutable, so make the dashboard anew",
    sources=("grafana/grafana-operator:controllers/controller_shared.go",),
    check=check,
    fails="""\
apiVersion: grafana.integreatly.org/v1beta1
kind: Grafana
metadata: {name: grafana, namespace: monitoring, labels: {dashboards: grafana}}
spec: {config: {log: {mode: console}}}
---
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata: {name: triton, namespace: monitoring}
spec:
  instanceSelector: {matchLabels: {dashboard: grafana}}
  url: https://dashboards.example.com/triton.json
""",
    passes="""\
apiVersion: grafana.integreatly.org/v1beta1
kind: Grafana
metadata: {name: grafana, namespace: monitoring, labels: {dashboards: grafana}}
spec: {config: {log: {mode: console}}}
---
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata: {name: triton, namespace: monitoring}
spec:
  instanceSelector: {matchLabels: {dashboards: grafana}}
  url: https://dashboards.example.com/triton.json
""",
)

"""NET015: two Services do not do the same."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import target_of
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    seen: dict[tuple[object, ...], Resource] = {}
    rolled_out = {rollout.namespace for rollout in world.index.of_kind("Rollout", "Canary")}
    for service in world.index.of_kind("Service"):
        spec = mapping(service.data, "spec")
        selector = labels_of(spec.get("selector"))
        if not selector or service.namespace in rolled_out:
            continue
        ports = frozenset((str(port.get("port")), str(target_of(port))) for _, port in items(spec, "ports"))
        kind = (str(spec.get("type") or "ClusterIP"), spec.get("clusterIP") == "None")
        first = seen.setdefault((service.namespace, frozenset(selector.items()), ports, kind), service)
        if first.ref != service.ref:
            message = f"{first} has the same type, selector and ports"
            yield Breach(service, ("metadata", "name"), message, related=(first,))


RULE = Rule(
    id="NET015",
    title="Two Services do the same",
    severity=Severity.INFO,
    why="Monitors that select both scrape every pod twice, and totals on dashboards double. The two Services of "
    "a Rollout are meant to be alike: the controller tells them apart.",
    fix="drop one, or let them select different pods",
    sources=("prometheus-operator/prometheus-operator:Documentation/developer/getting-started.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-http, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: web, port: 8000}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-headless, namespace: prod}
spec: {clusterIP: None, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)

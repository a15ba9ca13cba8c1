"""ROL201: what a Canary names exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rollouts.flagger import Canary, canaries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        for field in ("targetRef", "autoscalerRef", "ingressRef"):
            kind, _, name = canary.named(field)
            kind = kind or ("Ingress" if field == "ingressRef" else "")
            yield from _exists(world, canary, ("spec", field, "name"), kind, name)
        for path, metric in canary.metrics:
            yield from _shared(
                world, canary, (*path, "templateRef"), "MetricTemplate", metric.get("templateRef")
            )
        for number, alert in items(canary.analysis, "alerts"):
            path = (*canary.analysis_path, "alerts", number, "providerRef")
            yield from _shared(world, canary, path, "AlertProvider", alert.get("providerRef"))


def _exists(world: World, canary: Canary, path: Path, kind: str, name: str) -> Verdicts:
    if kind and name:
        yield from world.reference(canary.resource, path, kind, name)


def _shared(world: World, canary: Canary, path: Path, kind: str, reference: object) -> Verdicts:
    """The verdict on a reference to an object that many Canaries may use, of any namespace."""
    named = mapping(reference)
    namespace = str(named.get("namespace") or canary.resource.namespace)
    yield from world.reference(canary.resource, (*path, "name"), kind, named.get("name"), namespace=namespace)


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
  service: {port: 8000}
  analysis: {interval: 1m, threshold: 5, iterations: 10}
"""

RULE = Rule(
    id="ROL201",
    title="A Canary names an object that does not exist",
    severity=Severity.ERROR,
    why="The Canary stays in the phase Initializing with an event such as `deployment not found` or "
    "`metric template error`, no primary is made, and clients of its Service find no pod.",
    fix="name an object of the Canary's namespace, or make it",
    sources=(
        "fluxcd/flagger:pkg/canary/deployment_controller.go",
        "fluxcd/flagger:pkg/controller/scheduler_metrics.go",
    ),
    check=check,
    needs=(needs.existing("MetricTemplate"), needs.existing("AlertProvider")),
    fails=_PAIR.replace("NAME", "brt"),
    passes=_PAIR.replace("NAME", "bert"),
)
